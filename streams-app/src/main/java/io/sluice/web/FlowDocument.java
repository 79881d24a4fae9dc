package io.sluice.web;

import io.sluice.core.Flow;
import io.sluice.state.FlowPage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * {@code GET /v1/flows/{id}}: a flow, how far it is, and a page of its jobs. Hidden joins are not counted, and listed only if
 * asked for.
 *
 * @param id {@code tree:uuid}
 * @param description one line for people, may be empty
 * @param submittedAt the partition's time when it was stored
 * @param total its jobs
 * @param done those that are DONE
 * @param failed those that are FAILED
 * @param cancelled those that are CANCELLED
 * @param closedAt when the last of them was closed; null: not all are
 * @param underWay a command about all of it that is carried out in steps: CANCEL or REQUEUE
 * @param jobs in the order in which they arrived
 * @param nextPage for the next page; null: this is the last
 * @since 0.1
 */
public record FlowDocument(
        String id,
        String description,
        Instant submittedAt,
        long total,
        long done,
        long failed,
        long cancelled,
        Optional<Instant> closedAt,
        Optional<String> underWay,
        List<JobDocument> jobs,
        Optional<String> nextPage) {

    static FlowDocument of(Flow flow, FlowPage page) {
        Flow.Progress progress = flow.progress();
        return new FlowDocument(
                flow.id().toString(),
                flow.description(),
                Instant.ofEpochMilli(flow.submittedAt()),
                progress.total(),
                progress.done(),
                progress.failed(),
                progress.cancelled(),
                LongStream.of(flow.closedAt())
                        .filter(at -> at > 0)
                        .mapToObj(Instant::ofEpochMilli)
                        .findFirst(),
                flow.sweep().map(sweep -> sweep.action().name()),
                page.jobs().stream().map(JobDocument::of).toList(),
                page.next().isPresent() ? Optional.of(Long.toString(page.next().getAsLong())) : Optional.empty());
    }
}
