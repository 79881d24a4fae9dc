package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Terraform makes the topics that the code expects. Where the binary is installed, the file's variables and locals, which
 * need no provider, are evaluated; elsewhere the text alone is looked at.
 */
class TopicsTfTest {

    private static final String JSON_FILE = "schemas/src/main/resources/io/sluice/schemas/topics.json";
    private static final boolean TERRAFORM = isInstalled();

    @TempDir
    private Path folder;

    private String text;

    @BeforeEach
    void read() throws IOException {
        text = Files.readString(Repository.root().resolve("topics.tf"));
    }

    @Test
    void the_topics_come_from_the_file_that_the_code_reads() {
        assertThat(text).containsOnlyOnce("jsondecode(").contains("file(\"${path.module}/" + JSON_FILE + "\")");
        assertThat(Repository.root().resolve(JSON_FILE)).exists();
    }

    @Test
    void it_has_no_settings_of_its_own() {
        for (Topics.Topic topic : Topics.bundled().topics()) {
            assertThat(topic.config().values().stream().filter(value -> !value.equals("delete")))
                    .allSatisfy(value -> assertThat(text).doesNotContain(value));
            assertThat(topic.shareGroup().keySet())
                    .allSatisfy(key -> assertThat(text).doesNotContain(key));
        }
        assertThat(text).doesNotContain("partitions = " + Topics.bundled().partitions());
    }

    @Test
    void every_topic_that_a_permission_names_is_in_the_file() {
        Matcher named = Pattern.compile("type = \"Topic\", name = \"(sluice\\.[^\"]*)\"")
                .matcher(text);
        List<String> names = named.results().map(match -> match.group(1)).toList();
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(Topics.bundled().topic(name).name()).isEqualTo(name));
    }

    @Test
    void it_is_formatted() throws Exception {
        assumeTrue(TERRAFORM, "no terraform here");
        assertThat(terraform(Repository.root(), "", "fmt", "-check", "-diff", "topics.tf"))
                .isEmpty();
    }

    @Test
    void without_a_channels_file_there_is_root_alone() throws Exception {
        assertThat(evaluate("keys(local.share_groups)")).isEqualTo(List.of("sluice.channel.root"));
    }

    @Test
    void every_topic_has_the_settings_that_the_code_expects() throws Exception {
        channels("import:1:topic");
        Map<?, ?> topics = (Map<?, ?>) evaluate("local.topics");
        assertThat(topics.keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder(
                        Topics.JOBS,
                        Topics.REPORTS,
                        Topics.EVENTS,
                        Topics.CONTROL,
                        Topics.DEAD_LETTERS,
                        "sluice.channel.root",
                        "sluice.channel.root.import");
        topics.forEach((name, made) -> assertThat(made).isEqualTo(expected((String) name)));
    }

    @Test
    void a_channel_topic_has_a_share_group_of_the_same_name() throws Exception {
        channels("import:1:topic");
        Map<String, String> settings =
                Topics.bundled().topic(Topics.CHANNEL_PATTERN).shareGroup();
        assertThat(evaluate("local.share_groups"))
                .isEqualTo(Map.of("sluice.channel.root", settings, "sluice.channel.root.import", settings));
    }

    @Test
    void only_entries_with_the_option_topic_in_the_default_section_have_one() throws Exception {
        channels("""
                root:4, a:1:topic   # b:1:topic
                  root.c.d : 2 : throttle=5/1s : retry=steps{1: 10s, 5: 1m} : topic,plain
                mail:*:retry=exponential(10s,2,1h,0.1):topic
                topic:3
                e:1:fair\r
                root:4:topic
                [acme]
                secret:1:topic
                [ default ]
                late:1:topic:fair
                """);
        assertThat(evaluate("local.channels"))
                .isEqualTo(List.of("root", "root.a", "root.c.d", "root.mail", "root.late"));
    }

    @Test
    void each_role_may_do_what_it_must_and_no_more() throws Exception {
        List<String> granted = new ArrayList<>();
        ((Map<?, ?>) evaluate("local.acls")).values().forEach(acl -> granted.add(describe((Map<?, ?>) acl)));
        assertThat(granted.stream().filter(acl -> acl.startsWith("User:sluice-service")))
                .containsExactlyInAnyOrder(
                        "User:sluice-service Write Topic sluice.jobs Literal",
                        "User:sluice-service Read Topic sluice.events Literal");
        assertThat(granted.stream().filter(acl -> acl.startsWith("User:sluice-worker")))
                .containsExactlyInAnyOrder(
                        "User:sluice-worker Read Topic sluice.channel. Prefixed",
                        "User:sluice-worker Read Group sluice.channel. Prefixed",
                        "User:sluice-worker Read Topic sluice.control Literal",
                        "User:sluice-worker Write Topic sluice.reports Literal",
                        "User:sluice-worker Write TransactionalID sluice-worker- Prefixed");
        assertThat(granted)
                .contains(
                        "User:sluice-scheduler Write TransactionalID sluice- Prefixed",
                        "User:sluice-scheduler Write TransactionalID sluice-worker- Prefixed",
                        "User:sluice-scheduler Create Topic sluice- Prefixed",
                        "User:sluice-scheduler Read Group sluice Literal",
                        "User:sluice-scheduler AlterConfigs Group sluice.channel. Prefixed")
                .noneMatch(acl -> acl.contains(" All ") || acl.contains(" Cluster "));
    }

    @Test
    void the_application_id_names_the_group_and_everything_that_belongs_to_it() throws Exception {
        List<?> keys = (List<?>) evaluate("keys(local.acls)", "-var", "application_id=jobs2");
        assertThat(keys.stream().map(Object::toString))
                .contains(
                        "User:sluice-scheduler Read Group jobs2",
                        "User:sluice-scheduler Create Topic jobs2-",
                        "User:sluice-scheduler Write TransactionalID jobs2-")
                .noneMatch(key -> key.endsWith(" sluice") || key.endsWith(" sluice-"));
    }

    private static Map<String, Object> expected(String name) {
        Topics.Topic topic = Topics.bundled().topic(name);
        int partitions = topic.perTree() ? Topics.bundled().partitions() : 1;
        return Map.of("partitions", partitions, "config", topic.config());
    }

    private static String describe(Map<?, ?> acl) {
        return List.of("principal", "operation", "type", "name", "pattern").stream()
                .map(part -> String.valueOf(acl.get(part)))
                .collect(Collectors.joining(" "));
    }

    private void channels(String entries) throws IOException {
        Files.writeString(folder.resolve("channels.txt"), entries);
    }

    /** What an expression comes to, with the file's own variables and locals and nothing that needs a provider. */
    private Object evaluate(String expression, String... options) throws Exception {
        assumeTrue(TERRAFORM, "no terraform here");
        Matcher blocks = Pattern.compile("(?ms)^(variable \"|locals \\{).*?^}$").matcher(text);
        Files.writeString(
                folder.resolve("locals.tf"),
                blocks.results().map(match -> match.group()).collect(Collectors.joining("\n\n", "", "\n")));
        Path json = folder.resolve(JSON_FILE);
        Files.createDirectories(json.getParent());
        Files.copy(Repository.root().resolve(JSON_FILE), json);
        List<String> command = new ArrayList<>(List.of("console"));
        command.addAll(List.of(options));
        String quoted = terraform(folder, "jsonencode(" + expression + ")", command.toArray(String[]::new));
        ObjectMapper mapper = new ObjectMapper();
        JsonNode value = mapper.readTree(mapper.readTree(quoted).asText());
        return mapper.convertValue(value, Object.class);
    }

    private String terraform(Path where, String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectError(errors.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output + Files.readString(errors)).isZero();
        return output;
    }

    private static boolean isInstalled() {
        try {
            Process process = new ProcessBuilder("terraform", "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
