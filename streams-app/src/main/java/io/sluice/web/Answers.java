package io.sluice.web;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Optional;

/**
 * The JSON documents of the API, for those who write them and those who read them. Times are ISO 8601 in UTC; what is not
 * there is null. Fields may be added; readers pass over those that they do not know.
 *
 * @since 0.1
 */
public final class Answers {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Answers() {}

    /** How the documents become JSON and back. Not to be changed. */
    public static ObjectMapper json() {
        return MAPPER;
    }

    /**
     * {@code GET /v1/channels}.
     *
     * @param tree whose
     * @param channels a page of them, in the order of their paths: declared ones and all that ever had jobs
     * @param nextPage for the next page; null: this is the last
     * @param warning what keeps the tree from using its capacity up; null: nothing
     * @since 0.1
     */
    public record Channels(
            String tree, List<ChannelDocument> channels, Optional<String> nextPage, Optional<String> warning) {}

    /**
     * {@code GET /v1/times}.
     *
     * @param tree whose
     * @param times by channel, type and, if asked for, hour
     * @param complete whether all of the window was read in time
     */
    public record MeasuredTimes(String tree, List<TimesDocument> times, boolean complete) {}

    /**
     * {@code GET /v1/ended}.
     *
     * @param tree whose
     * @param jobs the first to end first
     * @param nextPage how to go on; none: there is no more in the window
     */
    public record Ended(String tree, List<EndedDocument> jobs, Optional<String> nextPage) {}

    /**
     * {@code GET /v1/channels/text}.
     *
     * @param tree whose
     * @param text its channels as channel text, one entry a line: file and live changes together
     * @param differences where that is not what the file says
     * @since 0.1
     */
    public record ChannelText(String tree, String text, List<ChannelDifference> differences) {}

    /**
     * A channel that was set live to something else than the file says.
     *
     * @param path its path
     * @param file the file's entry; null: it has none
     * @param live the entry that holds
     * @since 0.1
     */
    public record ChannelDifference(String path, Optional<String> file, String live) {}

    /**
     * {@code GET /v1/trees}.
     *
     * @param trees in the order of their names
     * @param nextPage for the next page; null: this is the last
     * @param missing addresses of instances that did not answer: their trees are not listed
     * @since 0.1
     */
    public record Trees(List<TreeDocument> trees, Optional<String> nextPage, List<String> missing) {}

    /**
     * {@code GET /v1/jobs}.
     *
     * @param jobs a page of them
     * @param nextPage for the next page; null: this is the last
     * @since 0.1
     */
    public record Jobs(List<JobDocument> jobs, Optional<String> nextPage) {}

    /**
     * {@code GET /v1/schedules}.
     *
     * @param schedules a page of them, in the order of their ids
     * @param nextPage for the next page; null: this is the last
     * @since 0.1
     */
    public record Schedules(List<ScheduleDocument> schedules, Optional<String> nextPage) {}

    /**
     * {@code GET /v1/count}.
     *
     * @param tree whose
     * @param count jobs that the filter lets through
     * @param complete false: there are too many to look at; at least that many
     * @since 0.1
     */
    public record Count(String tree, long count, boolean complete) {}

    /**
     * {@code GET /v1/sweeps}.
     *
     * @param tree whose
     * @param sweeps a page of those at work, in the order of their ids
     * @param nextPage for the next page; null: this is the last
     * @since 0.1
     */
    public record Sweeps(String tree, List<SweepDocument> sweeps, Optional<String> nextPage) {}

    /**
     * {@code GET /v1/workers}.
     *
     * @param workers a page of them, in the order of their ids
     * @param nextPage for the next page; null: this is the last
     * @param missing addresses of instances that did not answer
     * @since 0.1
     */
    public record Workers(List<WorkerDocument> workers, Optional<String> nextPage, List<String> missing) {}

    /**
     * A command that was sent, and what became of it.
     *
     * @param command its id, by which events name it
     * @param job the job that was submitted
     * @param flow the flow that was submitted
     * @param jobs the jobs of that flow
     * @param verdict {@code sent}: nobody waited, or it did not come in time; else {@code accepted}, {@code duplicate} or
     *     {@code replaced}
     * @param existing the job that is there already
     * @since 0.1
     */
    public record Command(
            String command,
            Optional<String> job,
            Optional<String> flow,
            List<String> jobs,
            String verdict,
            Optional<String> existing) {

        static Command of(Commands.Sent sent, String verdict, Optional<String> existing) {
            return new Command(sent.command().toString(), sent.job(), sent.flow(), sent.jobs(), verdict, existing);
        }
    }

    /**
     * A command that the scheduler refused.
     *
     * @param error the refusal in one line
     * @param whatToDo what the asker can do
     * @param command the command's id
     * @param code the kind of refusal
     * @param reason what was wrong and what is possible
     * @since 0.1
     */
    public record Refusal(String error, String whatToDo, String command, String code, String reason) {

        static Refusal of(Commands.Sent sent, Commands.Verdict.Rejected verdict) {
            return new Refusal(
                    "refused (" + verdict.code() + "): " + verdict.reason(),
                    "nothing was changed; the reason says what is possible",
                    sent.command().toString(),
                    verdict.code(),
                    verdict.reason());
        }
    }

    /**
     * What a command would do, had it not been asked with {@code dryRun}.
     *
     * @param dryRun true
     * @param jobs how many jobs it would be about
     * @param complete false: there are too many to look at; at least that many
     * @since 0.1
     */
    public record DryRun(boolean dryRun, long jobs, boolean complete) {}

    /**
     * {@code GET /v1/ready}.
     *
     * @param ready whether all partitions of this instance are assigned and restored
     * @param state in words
     * @since 0.1
     */
    public record Ready(boolean ready, String state) {}

    /**
     * Any answer with a status from 400.
     *
     * @param error what was wrong
     * @param whatToDo what the asker can do
     * @since 0.1
     */
    public record Problem(String error, String whatToDo) {}
}
