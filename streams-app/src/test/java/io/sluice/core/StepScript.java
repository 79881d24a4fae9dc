package io.sluice.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.web.Answers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Steps as a script for {@code sluice simulate}. Its lease checks come back at once, and it knows no restart. */
final class StepScript {

    private final List<String> lines = new ArrayList<>();
    private final Map<JobId, String> names = new LinkedHashMap<>();
    private final Map<String, Command.Heartbeat> workers = new LinkedHashMap<>();
    private long now = new World().now;

    /** One line of JSON a step, as far as there is one. */
    static List<String> of(List<Step> steps) {
        StepScript script = new StepScript();
        for (Step step : steps) {
            if (step instanceof Step.Do one && one.command() instanceof Command.Heartbeat beat) {
                script.workers.putIfAbsent(beat.worker(), beat);
            }
        }
        script.declare();
        steps.forEach(script::add);
        return script.lines;
    }

    private void declare() {
        line("byHand", true);
        List<Object> declared = new ArrayList<>();
        workers.values()
                .forEach(beat -> declared.add(object(
                        "id", beat.worker(), "slots", beat.slots(), "types", beat.types(), "topics", beat.topics())));
        line("workers", declared);
    }

    private void add(Step step) {
        switch (step) {
            case Step.Do one -> command(one);
            case Step.Advance time -> {
                now += time.millis();
                line("advance", true);
            }
            case Step.ReadBack none -> {}
            case Step.Restart none -> lines.add("# the instance went away and another took over");
        }
    }

    private void command(Step.Do one) {
        switch (one.command()) {
            case Command.Submit c -> line("submit", job(c.job()));
            case Command.OnJob c -> onJob(name(c.job()), c.action());
            case Command.Sweep c -> line("sweep", filter(c.filter()), "action", action(c.action()), "tree", one.tree());
            case Command.Pause c ->
                line("pause", c.channel(), "reason", c.reason(), "type", c.type(), "tree", one.tree());
            case Command.Resume c -> line("resume", c.channel(), "type", c.type(), "tree", one.tree());
            case Command.Configure c -> line("configure", c.channels(), "tree", one.tree());
            case Command.ConfigureFile c -> line("channels", c.text());
            case Command.Claimed c -> c.claims().forEach(claim -> claim(c.worker(), claim, one));
            case Command.Outcomes c -> c.outcomes().forEach(outcome -> outcome(c.worker(), outcome));
            // Soft: no event shows it.
            case Command.Progressed c -> {}
            case Command.HandedBack c -> handedBack(c, one);
            case Command.Heartbeat c -> beat(c, one);
            case Command.PutSchedule c -> line("putSchedule", schedule(c.schedule()), "tree", one.tree());
            case Command.DeleteSchedule c -> line("deleteSchedule", c.id(), "tree", one.tree());
            case Command.TriggerSchedule c -> line("triggerSchedule", c.id(), "tree", one.tree());
            case Command.SwitchSchedule c -> line("switchSchedule", c.id(), "enabled", c.enabled(), "tree", one.tree());
            case Command.SubmitFlow c ->
                line(
                        "submitFlow",
                        name(c.flow()),
                        "jobs",
                        c.jobs().stream().map(this::job).toList());
            case Command.CancelFlow c -> line("cancelFlow", name(c.flow()), "reason", c.reason());
            case Command.RequeueFlow c -> line("requeueFlow", name(c.flow()));
            case Command.CancelSweep c -> line("cancelSweep", c.sweep(), "tree", one.tree());
            case Command.DropTree c -> line("dropTree", c.reason(), "tree", one.tree());
            // A command that nobody has written a line for yet shows as it is.
            default -> lines.add("# " + one.command());
        }
    }

    private void onJob(String job, JobAction action) {
        Map<String, Object> fields = action(action);
        List<Object> parts = new ArrayList<>(List.of(fields.remove("name"), job));
        fields.forEach((name, value) -> parts.addAll(List.of(name, value)));
        line(parts.toArray());
    }

    private static Map<String, Object> action(JobAction action) {
        return switch (action) {
            case JobAction.Cancel c -> object("name", "cancel", "reason", c.reason(), "force", c.force());
            case JobAction.Requeue c -> object("name", "requeue");
            case JobAction.SetDone c -> {
                Map<String, Object> fields = object("name", "setDone");
                c.result().ifPresent(result -> fields.put("result", result));
                yield fields;
            }
            case JobAction.Delete c -> object("name", "delete");
            case JobAction.Reprioritize c -> object("name", "reprioritize", "priority", c.priority());
            case JobAction.Reschedule c -> object("name", "reschedule", "eta", c.eta());
            case JobAction.Move c -> object("name", "move", "channel", c.channel());
            case JobAction.SetMaxAttempts c -> object("name", "setMaxAttempts", "maxAttempts", c.most());
            case JobAction.Drop c -> object("name", "drop");
        };
    }

    private static Map<String, Object> filter(JobFilter filter) {
        Map<String, Object> fields = object("states", List.copyOf(filter.states()), "olderThan", filter.olderThanMs());
        filter.channel().ifPresent(channel -> fields.put("channel", channel.text()));
        filter.type().ifPresent(type -> fields.put("type", type));
        filter.error().ifPresent(error -> fields.put("error", error));
        return fields;
    }

    private void claim(String worker, Command.Claim claim, Step.Do one) {
        about(one, claim.bundle(), "claim", "worker", worker, "confirm", claim.confirm());
    }

    private void handedBack(Command.HandedBack c, Step.Do one) {
        c.bundles().forEach(id -> about(one, id, "handBack", "worker", c.worker(), "reason", c.reason()));
        c.jobs()
                .forEach(job -> line(
                        "handBack",
                        List.of(name(job.job())),
                        "run",
                        job.run(),
                        "worker",
                        c.worker(),
                        "reason",
                        c.reason()));
    }

    private void about(Step.Do one, BundleId bundle, String word, Object... more) {
        Step.Run run = one.bundles().get(bundle);
        if (run != null) {
            List<Object> all = new ArrayList<>(List.of(word, name(run.job()), "run", run.run()));
            all.addAll(List.of(more));
            line(all.toArray());
        }
    }

    private void outcome(String worker, Command.Outcome outcome) {
        List<Object> all = new ArrayList<>();
        switch (outcome.end()) {
            case Command.Done end -> all.addAll(List.of("done", name(outcome.job())));
            case Command.Failed end ->
                all.addAll(List.of(
                        "fail", name(outcome.job()), "error", end.error().message()));
            case Command.Retry end ->
                all.addAll(List.of(
                        "retry", name(outcome.job()), "error", end.error().message()));
            case Command.RateLimited end ->
                all.addAll(List.of("rateLimit", name(outcome.job()), "after", end.delayMs()));
            case Command.Snoozed end -> all.addAll(List.of("snooze", name(outcome.job()), "after", end.delayMs()));
        }
        if (outcome.end() instanceof Command.Done done && !done.submitted().isEmpty()) {
            all.addAll(List.of(
                    "submitted", done.submitted().stream().map(this::submitted).toList()));
        }
        all.addAll(List.of("run", outcome.run(), "worker", worker));
        if (!outcome.log().isEmpty()) {
            all.addAll(List.of("log", outcome.log()));
        }
        line(all.toArray());
    }

    private void beat(Command.Heartbeat beat, Step.Do one) {
        Set<String> held = new LinkedHashSet<>();
        beat.held().forEach(bundle -> {
            Step.Run run = one.bundles().get(bundle.bundle());
            if (run != null) {
                held.add(name(run.job()));
            }
        });
        line("heartbeat", beat.worker(), "held", held);
    }

    private Map<String, Object> submitted(Command.Submitted submitted) {
        Map<String, Object> line = job(submitted.job());
        line.put("holdsChildren", submitted.holdsChildren());
        return line;
    }

    private Map<String, Object> job(Submission job) {
        Map<String, Object> line = template(job);
        line.put("id", name(job.id()));
        if (!job.parents().isEmpty()) {
            line.put(
                    "parents",
                    job.parents().stream()
                            .map(parent -> object(
                                    "id",
                                    bare(new JobId(job.id().tree(), parent.job())),
                                    "on",
                                    parent.on().name().toLowerCase(Locale.ROOT)))
                            .toList());
        }
        job.flow().ifPresent(flow -> line.put("flow", bare(new JobId(job.id().tree(), flow))));
        job.options().eta().ifPresent(eta -> line.put("eta", eta));
        job.options().expires().ifPresent(expires -> line.put("expires", expires));
        job.options().dedup().ifPresent(dedup -> line.put("dedup", dedup(dedup)));
        return line;
    }

    private static Map<String, Object> dedup(Dedup dedup) {
        Map<String, Object> line =
                object("key", dedup.key(), "mode", dedup.mode().name().toLowerCase(Locale.ROOT));
        if (dedup.untilFinished()) {
            line.put("until", "finished");
        }
        if (dedup.windowMs() > 0) {
            line.put("window", dedup.windowMs());
        }
        return line;
    }

    private static Map<String, Object> template(Submission job) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", job.type());
        line.put("channel", job.channel());
        line.put("priority", job.options().priority());
        job.options().maxAttempts().ifPresent(most -> line.put("maxAttempts", most));
        job.options().retry().ifPresent(policy -> line.put("retry", policy.text()));
        return line;
    }

    private static Map<String, Object> schedule(Schedule schedule) {
        Map<String, Object> line = object("id", schedule.id(), "cron", schedule.cron(), "zone", schedule.zone());
        line.put("job", template(schedule.job()));
        line.put("overlap", schedule.overlap().name().toLowerCase(Locale.ROOT));
        line.put("misfire", schedule.misfire().name().toLowerCase(Locale.ROOT));
        line.put("enabled", schedule.enabled());
        return line;
    }

    private String name(JobId id) {
        return id.tree().equals("main") ? bare(id) : id.tree() + ":" + bare(id);
    }

    private String name(FlowId id) {
        return name(new JobId(id.tree(), id.uuid()));
    }

    /** Without the tree, where that is known: a parent and a flow are of the job's own. */
    private String bare(JobId id) {
        return names.computeIfAbsent(id, job -> "j" + (names.size() + 1));
    }

    private void line(Object... parts) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", now);
        line.putAll(object(parts));
        try {
            lines.add(Answers.json().writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> object(Object... parts) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            object.put((String) parts[i], parts[i + 1]);
        }
        return object;
    }
}
