package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private final Topics topics = Topics.bundled();

    @Test
    void the_constants_are_the_names_in_the_file() {
        assertThat(topics.topics())
                .extracting(Topics.Topic::name)
                .containsExactlyInAnyOrder(
                        Topics.JOBS,
                        Topics.REPORTS,
                        Topics.EVENTS,
                        Topics.CONTROL,
                        Topics.DEAD_LETTERS,
                        Topics.CHANNEL_PATTERN);
    }

    @Test
    void a_channel_topic_is_named_by_its_path_and_has_the_settings_of_the_pattern() {
        Topics.Topic pattern = topics.topic(Topics.CHANNEL_PATTERN);
        Topics.Topic topic = topics.topic(Topics.channelTopic("root.shop"));
        assertThat(topic.name()).isEqualTo("sluice.channel.root.shop");
        assertThat(topic.config()).isEqualTo(pattern.config());
        assertThat(topic.shareGroup())
                .isEqualTo(pattern.shareGroup())
                .containsEntry("share.isolation.level", "read_committed")
                .containsEntry("share.auto.offset.reset", "earliest");
        assertThat(topic.perTree()).isFalse();
    }

    @Test
    void only_channel_topics_are_read_by_a_share_group() {
        assertThat(topics.topics())
                .filteredOn(topic -> !topic.shareGroup().isEmpty())
                .extracting(Topics.Topic::name)
                .containsExactly(Topics.CHANNEL_PATTERN);
    }

    @Test
    void what_is_keyed_by_tree_is_split_by_tree() {
        assertThat(topics.topics())
                .filteredOn(Topics.Topic::perTree)
                .extracting(Topics.Topic::name)
                .containsExactlyInAnyOrder(Topics.JOBS, Topics.REPORTS, Topics.EVENTS);
    }

    @Test
    void every_topic_but_the_dead_letters_holds_a_record_that_has_a_schema_id() {
        assertThat(topics.topics())
                .filteredOn(topic -> !topic.name().equals(Topics.DEAD_LETTERS))
                .allSatisfy(topic -> assertThat(topics.schemaId(topic.value())).isPositive());
        assertThat(topics.topic(Topics.DEAD_LETTERS).value()).isEqualTo("bytes");
    }

    @Test
    void no_schema_id_is_used_twice_and_versions_count_from_one() {
        assertThat(topics.schemas()).extracting(Topics.SchemaVersion::id).doesNotHaveDuplicates();
        assertThat(topics.schemas()).allSatisfy(schema -> {
            List<Topics.SchemaVersion> versions = topics.versions(schema.record());
            assertThat(versions.get(versions.size() - 1).version()).isEqualTo(1);
            assertThat(versions.get(0).version()).isEqualTo(versions.size());
        });
    }

    @Test
    void the_newest_version_is_the_one_that_is_written() {
        Topics.SchemaVersion first = new Topics.SchemaVersion(1, "x.Command", 1);
        Topics.SchemaVersion second = new Topics.SchemaVersion(9, "x.Command", 2);
        Topics later = new Topics(4, List.of(), List.of(first, second));
        assertThat(later.schemaId("x.Command")).isEqualTo(9);
        assertThat(later.versions("x.Command")).containsExactly(second, first);
        assertThat(second.file()).isEqualTo("released/9-Command-v2.avsc");
    }

    @Test
    void an_unknown_topic_or_record_is_refused_with_what_there_is() {
        assertThatThrownBy(() -> topics.topic("sluice.job"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no topic sluice.job")
                .hasMessageContaining("sluice.jobs");
        assertThatThrownBy(() -> topics.schemaId("Command"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no schema id for Command")
                .hasMessageContaining("io.sluice.schemas.Command");
    }
}
