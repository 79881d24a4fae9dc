package io.sluice.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Why jobs are where they are, at one moment: the answer comes from the gates and edges that decide, so it is what the
 * dispatcher would say.
 *
 * @since 0.1
 */
public final class Why {

    /** Beyond so many others before it nobody counts. */
    private static final int MOST_BEFORE = 1000;

    private final StateView state;
    private final Workforce workforce;
    private final ShutGates gates;
    private final OpenParents parents;
    private final long now;

    Why(StateView state, Workforce workforce, long now) {
        this.state = state;
        this.workforce = workforce;
        this.gates = new ShutGates(state, workforce, now);
        this.parents = new OpenParents(state);
        this.now = now;
    }

    /**
     * Asks a state that another thread writes.
     *
     * @param state the state
     * @param soft what its partition knew of its workers lately
     * @param now the partition's time, in milliseconds since the epoch
     */
    public Why(StateView state, SoftFacts soft, long now) {
        this(state, Workforce.of(state, soft, now), now);
    }

    /**
     * Why a job is where it is.
     *
     * @param job which
     * @param state where it is
     * @param sentence all of it in one sentence for people
     * @param obstacles what keeps it, what to look at first in front; empty: nothing does
     * @param before READY jobs of its channel that go before it, counted up to 1000; none: it is not READY, or waiting counts
     *     for priority there
     * @since 0.1
     */
    public record Answer(JobId job, JobState state, String sentence, List<Obstacle> obstacles, OptionalInt before) {}

    /**
     * What keeps a job.
     *
     * @param kind {@code PARENT}, {@code TIME}, or the name of a {@link Gate}
     * @param about the parent's id or the channel's path; empty for {@code TIME}
     * @param reason in words
     * @param until when it ends by itself at the earliest, in milliseconds since the epoch, if that is known
     * @since 0.1
     */
    public record Obstacle(String kind, String about, String reason, OptionalLong until) {}

    /** The answer about one job; none: it is not kept. */
    public Optional<Answer> ask(JobId id) {
        return state.job(id).flatMap(job -> state.status(id).map(status -> answer(job, status)));
    }

    private Answer answer(Job job, JobStatus status) {
        return switch (status.state()) {
            case WAITING -> waiting(job, status);
            case SCHEDULED -> scheduled(job, status);
            case READY -> ready(job);
            case RELEASED, RUNNING -> active(job, status);
            case DONE -> plain(job, status, "is DONE since " + at(status.finishedAt()) + by(status));
            case FAILED ->
                plain(
                        job,
                        status,
                        "is FAILED since " + at(status.finishedAt()) + after(job, status) + error(status)
                                + "; requeue, set done, cancel or delete it");
            case CANCELLED ->
                plain(job, status, "is CANCELLED since " + at(status.finishedAt()) + said(": ", status.reason()));
        };
    }

    private static Answer plain(Job job, JobStatus status, String words) {
        return new Answer(job.id(), status.state(), job.id() + " " + words, List.of(), OptionalInt.empty());
    }

    // ---- jobs that wait for others, or for a time

    private Answer waiting(Job job, JobStatus status) {
        List<OpenParents.Open> open = parents.of(job.id());
        List<Obstacle> obstacles = open.stream()
                .map(parent -> new Obstacle("PARENT", parent.id().toString(), parent.words(), OptionalLong.empty()))
                .toList();
        String sentence = job.id() + " waits for " + OpenParents.sentence(open, status.openEdges());
        return new Answer(job.id(), status.state(), sentence, obstacles, OptionalInt.empty());
    }

    private Answer scheduled(Job job, JobStatus status) {
        long until = status.notBefore().orElseThrow();
        String reason = reason(job, status, until);
        String sentence =
                job.id() + (until <= now ? " is due now: " : " waits until " + at(until) + in(until) + ": ") + reason;
        Obstacle time = new Obstacle("TIME", "", reason, OptionalLong.of(until));
        return new Answer(job.id(), status.state(), sentence, List.of(time), OptionalInt.empty());
    }

    private String reason(Job job, JobStatus status, long until) {
        if (job.eta().isPresent() && job.eta().getAsLong() == until) {
            return "that is its ETA";
        }
        return status.error().isPresent() && status.attempt() > 0
                ? "it is tried again" + after(job, status) + error(status)
                : "its handler asked to be called again then";
    }

    // ---- READY jobs

    private Answer ready(Job job) {
        List<ShutGates.At> shut = gates.of(job);
        List<Obstacle> obstacles = shut.stream()
                .map(at -> new Obstacle(
                        at.shut().gate().name(),
                        at.channel().text(),
                        words(job, at),
                        at.shut().until()))
                .toList();
        OptionalInt before = before(job);
        String sentence = job.id() + " is " + place(before) + " in " + job.channel() + ": " + sentence(obstacles);
        return new Answer(job.id(), JobState.READY, sentence, obstacles, before);
    }

    private OptionalInt before(Job job) {
        String tree = job.id().tree();
        return state.channels(tree).aging().isPresent()
                ? OptionalInt.empty()
                : OptionalInt.of(state.readyBefore(tree, job.channel(), job.place(), MOST_BEFORE));
    }

    private static String place(OptionalInt before) {
        if (before.isEmpty()) {
            return "READY";
        }
        if (before.getAsInt() >= MOST_BEFORE) {
            return "behind " + MOST_BEFORE + " or more others";
        }
        return ordinal(before.getAsInt() + 1);
    }

    private static String ordinal(int number) {
        int tens = number % 100;
        String ending = switch (tens >= 11 && tens <= 13 ? 0 : number % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
        return number + ending;
    }

    private String words(Job job, ShutGates.At at) {
        String reason = at.shut().reason();
        if (at.shut().gate() != Gate.CAPACITY || !reason.endsWith(")")) {
            return reason;
        }
        return gates.longest(job.id().tree(), at.channel())
                .map(longest -> reason.substring(0, reason.length() - 1) + "; " + longest + ")")
                .orElse(reason);
    }

    private String sentence(List<Obstacle> obstacles) {
        if (obstacles.isEmpty()) {
            return "nothing keeps it, it is released within moments";
        }
        Obstacle first = obstacles.getFirst();
        String until = first.until().isPresent()
                ? ", until " + at(first.until().getAsLong()) + in(first.until().getAsLong())
                : "";
        List<String> others =
                obstacles.stream().skip(1).map(Obstacle::reason).distinct().toList();
        return first.reason() + until + (others.isEmpty() ? "" : "; and " + String.join("; and ", others));
    }

    // ---- jobs that are with the workers

    private Answer active(Job job, JobStatus status) {
        ActiveBundle bundle = state.bundleOf(job.id()).orElseThrow();
        ActiveBundle.Member member = bundle.member(job.id().uuid()).orElseThrow();
        String words;
        if (!bundle.isClaimed()) {
            words = unclaimed(bundle, member);
        } else if (bundle.runs(member)) {
            words = running(job, bundle, status);
        } else {
            words = inBundle(bundle, member);
        }
        return plain(job, status, words + cancelAsked(member, status));
    }

    private String unclaimed(ActiveBundle bundle, ActiveBundle.Member member) {
        String topic = bundle.topic();
        int free = workforce.freeSlots(topic);
        String workers = workforce.of(topic, bundle.type(), now).read()
                ? "its workers have " + free + (free == 1 ? " free slot" : " free slots")
                : "no worker reads it";
        return "was released " + Spans.words(now - bundle.releasedAt()) + " ago as run " + member.run() + " to " + topic
                + " and no worker has claimed it yet; " + workers;
    }

    private String running(Job job, ActiveBundle bundle, JobStatus status) {
        return "runs since " + at(bundle.startedAt()) + " (" + Spans.words(now - bundle.startedAt()) + ") on worker "
                + bundle.claimants().getFirst() + ", attempt " + status.attempt() + of(job)
                + status.progress()
                        .map(progress -> ", at " + progress.percent() + " %" + said(": ", progress.message()))
                        .orElse("");
    }

    private static String inBundle(ActiveBundle bundle, ActiveBundle.Member member) {
        int index = bundle.members().indexOf(member);
        ActiveBundle.Member first = bundle.members().getFirst();
        return index == 0
                ? "is with worker " + bundle.claimants().getFirst() + " and starts at once"
                : "is " + ordinal(index + 1) + " in a bundle that worker "
                        + bundle.claimants().getFirst() + " runs one after another, where " + bundle.jobId(first)
                        + " is first";
    }

    private static String cancelAsked(ActiveBundle.Member member, JobStatus status) {
        if (!member.cancelAsked()) {
            return "";
        }
        return "; it was asked to stop" + said(" (", member.why())
                + (member.why().isEmpty() ? "" : ")")
                + (status.state() == JobState.RUNNING
                        ? " and its handler has not ended; cancel --force frees its seat"
                        : "");
    }

    // ---- words

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private String in(long until) {
        return until > now ? " (in " + Spans.words(until - now) + ")" : "";
    }

    private static String by(JobStatus status) {
        return status.worker().isEmpty() ? "" : ", attempt " + status.attempt() + " on worker " + status.worker();
    }

    private String after(Job job, JobStatus status) {
        return status.attempt() == 0 ? "" : " after attempt " + status.attempt() + of(job);
    }

    private String of(Job job) {
        int most = job.maxAttempts()
                .orElseGet(() -> state.channels(job.id().tree()).maxAttempts(job.channel()));
        return most == 0 ? "" : " of " + most;
    }

    private static String error(JobStatus status) {
        return status.error()
                .map(error -> ": " + error.type()
                        + said(": ", error.message().lines().findFirst().orElse("")))
                .orElse("");
    }

    private static String said(String before, String words) {
        return words.isEmpty() ? "" : before + words;
    }
}
