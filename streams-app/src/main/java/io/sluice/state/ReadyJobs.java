package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobId;
import io.sluice.core.Place;
import io.sluice.core.StateView.Ready;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** READY: who may be released, in store, channel record and window at once. */
final class ReadyJobs {

    private static final int MOST_KEYS_IN_MEMORY = 200_000;

    private final OrderedStore store;
    private final Trees trees;
    private final Heads heads;

    ReadyJobs(OrderedStore store, Trees trees) {
        this.store = store;
        this.trees = trees;
        this.heads = new Heads(store, MOST_KEYS_IN_MEMORY);
    }

    Set<String> types(String tree, ChannelPath channel) {
        return trees.tree(tree)
                .channel(channel)
                .map(there -> Set.copyOf(there.lines.keySet()))
                .orElse(Set.of());
    }

    Optional<Ready> first(ReadyLine line) {
        return trees.tree(line.tree())
                .channel(line.channel())
                .map(channel -> channel.lines.get(line.type()))
                .flatMap(there -> heads.first(line, there.start()));
    }

    void arrive(ReadyLine line, Place place, UUID job) {
        Tree tree = trees.change(line.tree());
        store.insert(Keys.ready(line, place), ValueWriter.block().uuid(job).toBytes());
        ChannelRecord channel = tree.change(line.channel());
        boolean isOnly = channel.arrive(line.type(), place);
        heads.arrive(line, place, job, isOnly);
        tree.readyChanged(channel, 1);
        trees.noteReady(tree);
    }

    /** @throws IllegalStateException if nobody of that type is READY there */
    void depart(ReadyLine line, Place place, JobId job) {
        Tree tree = trees.change(line.tree());
        ChannelRecord channel = tree.change(line.channel());
        ChannelRecord.Line before = channel.lines.get(line.type());
        if (before == null) {
            throw new IllegalStateException(job + " leaves READY, but no job of type " + line.type() + " is READY in "
                    + line.tree() + "/" + line.channel());
        }
        store.delete(Keys.ready(line, place));
        channel.depart(line.type(), heads.start(line, place, before.start()));
        heads.depart(line, place, before.count() == 1);
        tree.readyChanged(channel, -1);
        trees.noteReady(tree);
    }

    void dropTree(String tree) {
        heads.dropTree(tree);
    }
}
