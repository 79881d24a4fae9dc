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
     * @param channels declared ones and all that ever had jobs, in the order of their paths
     * @since 0.1
     */
    public record Channels(String tree, List<ChannelDocument> channels) {}

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
     * {@code GET /v1/workers}.
     *
     * @param workers in the order of their ids
     * @param missing addresses of instances that did not answer
     * @since 0.1
     */
    public record Workers(List<WorkerDocument> workers, List<String> missing) {}

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
