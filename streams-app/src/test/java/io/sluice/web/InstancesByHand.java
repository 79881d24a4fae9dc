package io.sluice.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Instances as a test sets them up. A tree that nobody owns is moving. */
public final class InstancesByHand implements Instances {

    private final Map<String, Owner> owners = new HashMap<>();
    private final List<Local> local = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private String notReady;

    /** An instance that owns nothing and knows nobody. */
    public InstancesByHand() {}

    /** A partition here, which is the one of these trees. */
    public InstancesByHand owns(int number, PartitionInMemory partition, String... trees) {
        Local here = new Local(number, partition.queries());
        local.add(here);
        for (String tree : trees) {
            owners.put(tree, new Owner.Here(here));
        }
        return this;
    }

    /** Another instance, which owns these trees. */
    public void knows(String address, String... trees) {
        others.add(address);
        for (String tree : trees) {
            owners.put(tree, new Owner.Elsewhere(address));
        }
    }

    /** It is not ready, because. */
    public void notReady(String why) {
        notReady = why;
    }

    @Override
    public Owner ownerOf(String tree) {
        return owners.getOrDefault(tree, new Owner.Moving("the partition of " + tree + " is being restored"));
    }

    @Override
    public Collection<Local> local() {
        return local;
    }

    @Override
    public Collection<String> others() {
        return others;
    }

    @Override
    public String metrics() {
        return "# HELP sluice_ready 1: all is at work\n# TYPE sluice_ready gauge\nsluice_ready 1.0\n";
    }

    @Override
    public Health health() {
        return new Health(
                notReady == null ? "ready" : notReady,
                "0.1",
                "sluice",
                "broker:9092",
                local.stream()
                        .map(here -> new Health.Partition(here.number(), "at work"))
                        .toList());
    }

    @Override
    public Optional<String> notReady() {
        return Optional.ofNullable(notReady);
    }
}
