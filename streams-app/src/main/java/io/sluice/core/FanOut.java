package io.sluice.core;

import io.sluice.core.Command.Submitted;
import io.sluice.core.Event.ChildrenHeld;
import io.sluice.core.Event.JobDuplicate;
import io.sluice.core.Event.JobSubmitted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a handler submits while it runs: it rides in the outcome, and exists exactly if that run ends DONE. So one of them that
 * cannot be stored takes the run's success with it.
 */
final class FanOut {

    static final long MOST_BYTES = 1024 * 1024;

    private final StateView state;
    private final Dependencies dependencies;
    private final KeyHolders keys;

    FanOut(StateView state, Dependencies dependencies, KeyHolders keys) {
        this.state = state;
        this.dependencies = dependencies;
        this.keys = keys;
    }

    /** Stores what the current run of a job submitted, before the job's own end; or says why not, and then stores nothing. */
    Optional<Failure> submit(JobId by, List<Submitted> submitted, Journal journal) {
        if (submitted.isEmpty()) {
            return Optional.empty();
        }
        Check check = new Check(by, journal.now());
        Map<UUID, Job> fresh;
        try {
            fresh = check.all(submitted);
        } catch (IllegalArgumentException e) {
            return Optional.of(Failure.submissionRefused(by, e.getMessage()));
        }
        for (Submitted one : submitted) {
            Job job = fresh.get(one.job().id().uuid());
            journal.record(
                    job == null ? new JobDuplicate(one.job().id(), check.existing(one.job())) : new JobSubmitted(job));
        }
        dependencies.arrived(List.copyOf(fresh.values()), journal);
        holdChildren(by, submitted, journal);
        return Optional.empty();
    }

    // ---- what may be submitted

    private final class Check {
        private final JobId by;
        private final long now;
        private final Optional<UUID> flow;
        private final Set<UUID> before = new HashSet<>();
        private final Set<UUID> holders = new HashSet<>();
        private final Map<UUID, Job> fresh = new LinkedHashMap<>();
        private final Map<UUID, JobId> held = new HashMap<>();
        private final Map<UUID, Optional<UUID>> standIns = new HashMap<>();
        private final Map<String, JobId> taken = new HashMap<>();

        Check(JobId by, long now) {
            this.by = by;
            this.now = now;
            this.flow = state.job(by).orElseThrow().flow();
        }

        /** Those that are new; others are there already, from a run before. */
        Map<UUID, Job> all(List<Submitted> submitted) {
            long bytes = submitted.stream()
                    .mapToLong(one -> Admission.size(one.job()))
                    .sum();
            if (bytes > MOST_BYTES || submitted.size() > FlowAdmission.MOST_JOBS) {
                throw new IllegalArgumentException(
                        submitted.size() + " jobs with " + bytes + " bytes together; at most " + FlowAdmission.MOST_JOBS
                                + " and " + MOST_BYTES + " are allowed: submit more with the client");
            }
            submitted.forEach(this::one);
            return fresh;
        }

        private void one(Submitted one) {
            Submission asked = one.job();
            if (!asked.id().tree().equals(by.tree())) {
                refuse(asked, "is of another tree than the job that submits it");
            }
            if (!before.add(asked.id().uuid())) {
                refuse(asked, "is submitted twice by one run");
            }
            if (asked.flow().isPresent() && !asked.flow().equals(flow)) {
                refuse(asked, "is to be in the flow " + asked.flow().get() + "; only the job's own flow is allowed");
            }
            if (state.status(asked.id()).isEmpty()) {
                Dependencies.leftBehind(state, asked.id()).ifPresent(why -> {
                    throw new IllegalArgumentException(why);
                });
                Job job = Admission.admitInFlow(asked, state.nextSeq(by.tree()) + fresh.size(), now);
                checkParents(job, one.holdsChildren());
                holder(job, one.holdsChildren())
                        .ifPresentOrElse(
                                holder -> held(job, holder),
                                () -> fresh.put(asked.id().uuid(), FlowAdmission.redirected(job, standIns)));
            }
            if (one.holdsChildren()) {
                state.job(asked.id()).ifPresent(there -> checkHolder(asked, there));
                holders.add(asked.id().uuid());
            }
        }

        /** One that is there already may wait for those whom it would hold, and they for it. */
        private void checkHolder(Submission asked, Job there) {
            if (state.status(there.id()).orElseThrow().openEdges() > 0) {
                refuseOthers(asked, there.parents());
                refuseOthers(asked, state.addedParents(there.id()));
            }
        }

        /** The job that is there instead of one that is not stored. */
        JobId existing(Submission asked) {
            return held.getOrDefault(asked.id().uuid(), asked.id());
        }

        /** The job that holds its dedup key already; none: it takes the key, if it has one. */
        private Optional<JobId> holder(Job job, boolean holdsChildren) {
            if (job.dedup().isEmpty()) {
                return Optional.empty();
            }
            if (job.dedup().get().mode() == Dedup.Mode.REPLACE) {
                refuse(job.asked(), "has the dedup mode replace; what a run submits can have only keep");
            }
            if (holdsChildren) {
                refuse(job.asked(), "holds the children of " + by + " and has a dedup key, so it might not be stored");
            }
            return keys.holder(job.asked(), now)
                    .or(() -> Optional.ofNullable(
                            taken.putIfAbsent(job.dedup().get().key(), job.id())));
        }

        /** Who waits for a job that is not stored waits for the holder of its key, if that is there. */
        private void held(Job job, JobId holder) {
            UUID uuid = job.id().uuid();
            String key = job.dedup().orElseThrow().key();
            held.put(uuid, holder);
            standIns.put(
                    uuid,
                    Optional.of(holder.uuid()).filter(there -> fresh.containsKey(there) || keys.isKept(holder, key)));
        }

        /** Only what was there before it, so there is no circle. */
        private void checkParents(Job job, boolean holdsChildren) {
            Set<UUID> seen = new HashSet<>();
            for (Parent parent : job.parents()) {
                Dependencies.wrong(job, parent, seen).ifPresent(why -> {
                    throw new IllegalArgumentException(why);
                });
                JobId id = new JobId(by.tree(), parent.job());
                if (!before.contains(parent.job()) && state.status(id).isEmpty()) {
                    refuse(job.asked(), "has the parent " + id + ", which is neither kept nor submitted before it");
                }
            }
            if (holdsChildren) {
                refuseOthers(job.asked(), job.parents());
            }
        }

        private void refuseOthers(Submission asked, List<Parent> parents) {
            for (Parent parent : parents) {
                if (!parent.job().equals(by.uuid()) && !holders.contains(parent.job())) {
                    refuse(
                            asked,
                            "holds the children of " + by + " and has the parent "
                                    + new JobId(by.tree(), parent.job())
                                    + "; allowed are that job itself and others that hold its children");
                }
            }
        }

        private static void refuse(Submission asked, String why) {
            throw new IllegalArgumentException("job " + asked.id() + " " + why);
        }
    }

    // ---- children that wait for them as well

    private void holdChildren(JobId by, List<Submitted> submitted, Journal journal) {
        List<UUID> holders = submitted.stream()
                .filter(Submitted::holdsChildren)
                .map(one -> one.job().id().uuid())
                .toList();
        if (holders.isEmpty() || state.edges(by, Optional.empty(), 1).isEmpty()) {
            return;
        }
        JobId holder = holders.size() == 1 ? new JobId(by.tree(), holders.getFirst()) : joined(by, holders, journal);
        journal.record(new ChildrenHeld(by, holder));
    }

    /** Many that hold many children go through a join: n + m edges. */
    private JobId joined(JobId by, List<UUID> holders, Journal journal) {
        JobId id = new JobId(by.tree(), derived(by, holders));
        if (state.status(id).isPresent()) {
            return id;
        }
        Submission asked = Submission.of(id, Join.TYPE, "root", new Payload(new byte[0], ""))
                .after(holders.stream()
                        .map(holder -> new Parent(holder, Parent.On.DONE))
                        .toList());
        Optional<UUID> flow = state.job(by).orElseThrow().flow();
        Job join = Job.of(flow.map(asked::in).orElse(asked), state.nextSeq(by.tree()), journal.now());
        journal.record(new JobSubmitted(join));
        dependencies.arrived(List.of(join), journal);
        return id;
    }

    /** A UUIDv7 with the time of the job's own id and a hash as the rest. */
    private static UUID derived(JobId by, List<UUID> holders) {
        List<UUID> all = new ArrayList<>(holders);
        all.add(by.uuid());
        UUID hash = UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8));
        long most = by.uuid().getMostSignificantBits() & 0xFFFF_FFFF_FFFF_0000L
                | 0x7000
                | hash.getMostSignificantBits() >>> 52;
        return new UUID(most, hash.getLeastSignificantBits());
    }
}
