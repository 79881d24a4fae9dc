package io.sluice.core;

import io.sluice.core.Event.JobFailed;
import io.sluice.core.Event.JobSubmitted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The channel option {@code on-failure}: each final failure submits a job that can tell somebody or make up for it. It goes
 * to {@code root}, for a sequential channel that holds everything back because of the failure would hold it back too.
 */
final class OnFailure {

    /** The header in which the new job finds the failed one. */
    static final String HEADER = "failed-job";

    private final StateView state;

    OnFailure(StateView state) {
        this.state = state;
    }

    /** Submits for every failure that was recorded. */
    void follow(Journal journal) {
        for (Recorded recorded : List.copyOf(journal.recorded())) {
            if (recorded.event() instanceof JobFailed failed) {
                Optional<String> type = state.channels(recorded.tree()).onFailure(failed.channel());
                type.filter(name -> !name.equals(failed.type())).ifPresent(name -> submit(name, failed, journal));
            }
        }
    }

    private void submit(String type, JobFailed failed, Journal journal) {
        JobId id = DerivedIds.of(failed.job(), -failed.run().run());
        if (state.job(id).isPresent()) {
            return;
        }
        // Names only, so nothing in it needs escaping.
        String payload = "{\"job\":\"" + failed.job() + "\",\"type\":\"" + failed.type() + "\",\"channel\":\""
                + failed.channel() + "\"}";
        Submission asked = Submission.of(
                        id,
                        type,
                        ChannelPath.ROOT.text(),
                        new Payload(payload.getBytes(StandardCharsets.UTF_8), "application/json"))
                .described(
                        "job " + failed.job() + " failed",
                        Map.of(HEADER, failed.job().toString()),
                        journal.now());
        journal.record(id.tree(), new JobSubmitted(Job.of(asked, state.nextSeq(id.tree()), journal.now())));
    }
}
