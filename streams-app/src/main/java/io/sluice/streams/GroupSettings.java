package io.sluice.streams;

import io.sluice.schemas.Topics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings that live with the broker, one set a group. */
final class GroupSettings {

    private static final Logger LOG = LoggerFactory.getLogger(GroupSettings.class);

    /** For each setting of ours the broker setting that may forbid it. */
    private static final Map<String, String> BOUNDS = Map.of(
            "streams.session.timeout.ms", "group.streams.min.session.timeout.ms=1000",
            "streams.heartbeat.interval.ms", "group.streams.min.heartbeat.interval.ms=100",
            "streams.assignment.interval.ms", "group.streams.min.assignment.interval.ms=0",
            "streams.num.standby.replicas", "group.streams.max.standby.replicas");

    private final Admin admin;

    GroupSettings(Admin admin) {
        this.admin = admin;
    }

    /** Makes the group notice a dead member within seconds, as far as the broker allows. Never fails. */
    void ofStreams(StreamSettings settings) {
        Map<String, String> wanted = new LinkedHashMap<>();
        // One after the other: the heartbeat must fit into the session, and one refusal must not cost the others.
        wanted.put("streams.heartbeat.interval.ms", "500");
        wanted.put("streams.session.timeout.ms", "3000");
        wanted.put("streams.assignment.interval.ms", "0");
        wanted.put("streams.num.standby.replicas", Integer.toString(settings.standbys()));
        wanted.forEach((name, value) -> {
            try {
                set(settings.applicationId(), Map.of(name, value));
            } catch (KafkaException e) {
                LOG.warn(
                        "the broker does not take {}={} for the group {}: {}. Take-over after a crash is slower than it"
                                + " need be; set {} on the brokers",
                        name,
                        value,
                        settings.applicationId(),
                        e.getMessage(),
                        BOUNDS.get(name));
            }
        });
    }

    /**
     * Prepares the share groups of channel topics. Before any worker joins: a group that began without them has skipped the
     * first bundles.
     *
     * @throws StartRefusedException if the broker refuses, with the reason
     */
    void ofChannelTopics(Collection<String> channelTopics) {
        for (String topic : channelTopics) {
            Map<String, String> wanted = Topics.bundled().topic(topic).shareGroup();
            try {
                set(topic, wanted);
            } catch (KafkaException e) {
                throw new StartRefusedException(
                        "the share group " + topic + " cannot be given its settings " + wanted + ": " + e.getMessage()
                                + "; brokers of 4.2 or later and the right to alter the group's configs are needed",
                        e);
            }
        }
    }

    private void set(String group, Map<String, String> settings) {
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        Answers.of(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
    }
}
