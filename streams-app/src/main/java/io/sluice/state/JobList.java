package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.ChannelPath;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.state.OrderedReads.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One reading of the jobs of a tree. The store may be written meanwhile, so an index may name a job that has gone on: such a
 * row is left out.
 */
final class JobList {

    /** Rows left out count here, so that a page of few fitting jobs does not read the whole index. */
    private static final int MOST_LOOKED_AT = 10_000;

    private final OrderedReads reads;
    private final String tree;
    private final Map<ChannelPath, Map<UUID, JobActive>> active = new HashMap<>();

    JobList(OrderedReads reads, String tree) {
        this.reads = reads;
        this.tree = tree;
    }

    private record JobActive(ActiveBundle bundle, Member member) {}

    // ---- one job

    Optional<JobRow> row(UUID uuid) {
        JobId id = new JobId(tree, uuid);
        return reads.get(Keys.job(id)).map(bytes -> {
            Job submitted = JobValue.read(id, bytes);
            JobStatus stored =
                    reads.get(Keys.status(id)).map(StatusValue::read).orElseGet(() -> JobStatus.fresh(submitted));
            Job job = submitted.with(stored.changes());
            return new JobRow(job, resolved(job, stored));
        });
    }

    /** A release rewrites no status, so what is READY by its status may be in a bundle. */
    private JobStatus resolved(Job job, JobStatus stored) {
        if (stored.state() != JobState.READY) {
            return stored;
        }
        JobActive found = active(job.channel()).get(job.id().uuid());
        return found == null ? stored : Statuses.active(found.bundle(), found.member(), stored);
    }

    private Map<UUID, JobActive> active(ChannelPath channel) {
        return active.computeIfAbsent(channel, first -> {
            Map<UUID, JobActive> found = new HashMap<>();
            KeyRange bundles = Keys.of(Index.ACTIVE, tree, channel);
            reads.forEach(bundles.from(), bundles.to(), entry -> {
                ActiveBundle bundle = BundleRecords.read(reads, entry);
                bundle.members().forEach(member -> found.put(member.job(), new JobActive(bundle, member)));
            });
            return found;
        });
    }

    // ---- a page

    JobPage page(JobQuery query) {
        return switch (query.state()) {
            case WAITING ->
                new Page(query, Index.WAITING, JobList::waitingJob).inOrder(List.of(all(query, Index.WAITING)));
            case READY -> new Page(query, Index.READY, JobList::readyJob).inOrder(readyLines(query));
            case SCHEDULED ->
                new Page(query, Index.SCHEDULED, JobList::jobInKey).inOrder(List.of(all(query, Index.SCHEDULED)));
            case RELEASED, RUNNING ->
                new Page(query, Index.ACTIVE, this::members).inOrder(List.of(all(query, Index.ACTIVE)));
            case FAILED -> new Page(query, Index.FAILED, JobList::jobInKey).newestFirst();
            case DONE, CANCELLED -> new Page(query, Index.ENDED, entry -> EndedValue.read(entry.value())).newestFirst();
        };
    }

    private static List<UUID> readyJob(Entry entry) {
        return List.of(ReadyEntry.read(entry.value()).job());
    }

    private static List<UUID> waitingJob(Entry entry) {
        return List.of(Keys.waitingJobOf(entry.key()));
    }

    private static List<UUID> jobInKey(Entry entry) {
        return List.of(Keys.jobOf(entry.key()));
    }

    private List<UUID> members(Entry entry) {
        return BundleRecords.read(reads, entry).members().stream()
                .map(Member::job)
                .toList();
    }

    private KeyRange all(JobQuery query, Index index) {
        return query.channel().map(channel -> Keys.of(index, tree, channel)).orElseGet(() -> Keys.of(index, tree));
    }

    /** Each line from where its first job can stand: before that is only what was released. */
    private List<KeyRange> readyLines(JobQuery query) {
        List<KeyRange> lines = new ArrayList<>();
        for (ChannelRecord channel : records(query)) {
            channel.lines.forEach((type, there) -> {
                ReadyLine line = new ReadyLine(tree, channel.path, type);
                lines.add(Keys.ready(line).startingAt(Keys.ready(line, there.start())));
            });
        }
        return lines;
    }

    private List<ChannelRecord> records(JobQuery query) {
        if (query.channel().isPresent()) {
            byte[] key = Keys.channel(tree, query.channel().get());
            return reads.get(key).map(value -> ChannelRecord.read(key, value)).stream()
                    .toList();
        }
        List<ChannelRecord> records = new ArrayList<>();
        KeyRange all = Keys.of(Index.CHANNEL, tree);
        reads.forEach(all.from(), all.to(), entry -> records.add(ChannelRecord.read(entry.key(), entry.value())));
        return records;
    }

    /** One page of one index. */
    private final class Page {
        private final JobQuery query;
        private final Index index;
        private final Function<Entry, List<UUID>> jobs;
        private final Optional<PageToken> start;
        private final List<JobRow> rows = new ArrayList<>();
        private int lookedAt;

        Page(JobQuery query, Index index, Function<Entry, List<UUID>> jobs) {
            this.query = query;
            this.index = index;
            this.jobs = jobs;
            this.start = query.token().map(PageToken::parse).map(token -> token.mustBeIn(all(query, index)));
        }

        JobPage inOrder(List<KeyRange> ranges) {
            List<KeyRange> rest = ranges.stream()
                    .map(range ->
                            start.map(token -> range.startingAt(token.key())).orElse(range))
                    .toList();
            return fill(new InOrder(reads, rest));
        }

        JobPage newestFirst() {
            List<KeyRange> rest = records(query).stream()
                    .filter(this::mayHave)
                    .map(channel -> Keys.of(index, tree, channel.path))
                    .map(range -> start.map(token -> NewestFirst.from(token.key(), range))
                            .orElse(range))
                    .toList();
            return fill(new NewestFirst(reads, rest));
        }

        /** No cursor for a channel without a FAILED job, of which there may be one for each tenant there ever was. */
        private boolean mayHave(ChannelRecord channel) {
            return query.state() != JobState.FAILED || channel.counts.failedNow > 0;
        }

        private JobPage fill(Iterator<Entry> entries) {
            while (entries.hasNext()) {
                Entry entry = entries.next();
                List<UUID> here = jobs.apply(entry);
                for (int left = leftOf(entry, here.size()); left > 0; left--) {
                    if (rows.size() == query.limit() || lookedAt == MOST_LOOKED_AT) {
                        return new JobPage(rows, Optional.of(new PageToken(entry.key(), left).text()));
                    }
                    look(here.get(here.size() - left), entry);
                }
            }
            return new JobPage(rows, Optional.empty());
        }

        private int leftOf(Entry entry, int size) {
            return start.filter(token -> Arrays.equals(token.key(), entry.key()))
                    .map(token -> Math.min(token.left(), size))
                    .orElse(size);
        }

        private void look(UUID job, Entry entry) {
            lookedAt++;
            row(job).filter(row -> fits(row.status(), entry))
                    .filter(row -> query.withJoins() || !row.job().isJoin())
                    .ifPresent(rows::add);
        }

        /** A job that was requeued and ended again is named twice: the entry of that time counts. */
        private boolean fits(JobStatus status, Entry entry) {
            if (status.state() != query.state()) {
                return false;
            }
            return switch (status.state()) {
                case FAILED, DONE, CANCELLED -> status.finishedAt() == Keys.timeOf(entry.key());
                case SCHEDULED -> status.notBefore().orElseThrow() == Keys.timeOf(entry.key());
                case WAITING, READY, RELEASED, RUNNING -> true;
            };
        }
    }
}
