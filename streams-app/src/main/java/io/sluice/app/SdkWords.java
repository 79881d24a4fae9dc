package io.sluice.app;

import io.sluice.core.FlowId;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.sdk.Verdict;
import io.sluice.web.Commands;
import java.time.Duration;
import java.time.Instant;

/** The rules' words in those of the SDK, which knows no rules, and back. */
final class SdkWords {

    private SdkWords() {}

    static io.sluice.sdk.JobId job(JobId id) {
        return new io.sluice.sdk.JobId(id.tree(), id.uuid());
    }

    static io.sluice.sdk.FlowId flow(FlowId id) {
        return new io.sluice.sdk.FlowId(id.tree(), id.uuid());
    }

    static io.sluice.sdk.JobAction action(JobAction action) {
        return switch (action) {
            case JobAction.Cancel it ->
                it.force()
                        ? io.sluice.sdk.JobAction.cancelByForce(it.reason())
                        : io.sluice.sdk.JobAction.cancel(it.reason());
            case JobAction.Requeue it -> io.sluice.sdk.JobAction.requeue();
            case JobAction.SetDone it ->
                io.sluice.sdk.JobAction.setDone(it.result().orElse(null));
            case JobAction.Delete it -> io.sluice.sdk.JobAction.delete();
            case JobAction.Reprioritize it -> io.sluice.sdk.JobAction.reprioritize(it.priority());
            case JobAction.Reschedule it -> io.sluice.sdk.JobAction.reschedule(Instant.ofEpochMilli(it.eta()));
            case JobAction.Move it -> io.sluice.sdk.JobAction.move(it.channel());
            case JobAction.SetMaxAttempts it -> io.sluice.sdk.JobAction.maxAttempts(it.most());
            case JobAction.Drop it -> throw new IllegalArgumentException("only the drop of a tree drops jobs");
        };
    }

    static io.sluice.sdk.JobFilter filter(JobFilter filter) {
        io.sluice.sdk.JobFilter same = io.sluice.sdk.JobFilter.all().olderThan(Duration.ofMillis(filter.olderThanMs()));
        if (filter.channel().isPresent()) {
            same = same.channel(filter.channel().get().text());
        }
        if (filter.type().isPresent()) {
            same = same.type(filter.type().get());
        }
        if (filter.error().isPresent()) {
            same = same.error(filter.error().get());
        }
        for (JobState state : filter.states()) {
            same = same.state(state.name());
        }
        return same;
    }

    static Commands.Verdict verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted it -> new Commands.Verdict.Accepted();
            case Verdict.Duplicate it ->
                new Commands.Verdict.Duplicate(it.existing().toString());
            case Verdict.Replaced it ->
                new Commands.Verdict.Replaced(it.existing().toString());
            case Verdict.Rejected it -> new Commands.Verdict.Rejected(it.code(), it.reason());
        };
    }
}
