package io.sluice.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the schema is a line: with the schema's fields in an object behind its name, and flat. */
class SchemaFormsTest {

    /** There is something for each command: a is FAILED, r runs, w is READY and stays so, f is a flow, s a schedule. */
    private static final List<String> BEFORE = List.of(
            "{'submit':{'id':'a'}}",
            "{'fail':'a'}",
            "{'submit':{'id':'r'}}",
            "{'pause':'root.z'}",
            "{'submit':{'id':'w','channel':'root.z'}}",
            "{'submitFlow':'f','jobs':[{'id':'fa','channel':'root.z'}]}",
            "{'cancel':'fa'}",
            "{'putSchedule':{'id':'s','cron':'* * * * *','job':{'type':'t'},'enabled':false}}",
            "{'at':5,'advance':true}");

    private static final String JOB =
            "'type':'t','channel':'root.z','payload':{'n':1},'contentType':'application/json',"
                    + "'priority':3,'eta':null,'maxAttempts':7,'description':'words','headers':{'h':'v'},'submittedAt':4,";

    /** All fields of the schema. */
    private static final String SPEC = "{'id':'%s'," + JOB
            + "'retry':{'firstMs':5,'factor':2.0,'maxMs':9,'jitter':0.0},'timeoutMs':60000,'expires':90000,"
            + "'dedup':{'key':'%s','mode':'keep','untilFinished':true,'windowMs':600000},"
            + "'parents':[{'job':'a','on':'any'}],'flow':%s,'replayOf':'a'}";

    /** As the page has it. */
    private static final String FLAT = "{'id':'%s'," + JOB
            + "'retry':'exponential(5ms,2,9ms,0)','timeout':'1m','expires':90000,"
            + "'dedup':{'key':'%s','mode':'keep','until':'finished','window':'10m'},"
            + "'parents':[{'id':'a','on':'any'}],'flow':%s,'replayOf':'a'}";

    private static final String TEMPLATE =
            "{'id':'%s'," + JOB + "'retry':null,'timeoutMs':null,'expires':null,'dedup':null,"
                    + "'parents':[],'flow':null,'replayOf':null}";

    /** A command's name, with the schema's fields, and flat. */
    record Form(String name, String schemas, String flat) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Form> forms() {
        return Stream.of(
                new Form(
                        "Submit", "{'job':" + SPEC.formatted("n", "k", "null") + "}", FLAT.formatted("n", "k", "null")),
                new Form("Cancel", "{'job':'w','reason':'late','force':true}", "'w','reason':'late','force':true"),
                new Form("Requeue", "{'job':'a'}", "'a'"),
                new Form("Pause", "{'channel':'root.y','reason':'x','type':''}", "'root.y','reason':'x'"),
                new Form("Resume", "{'channel':'root.z','type':''}", "'root.z'"),
                new Form("Configure", "{'channels':'y:2'}", "'y:2'"),
                new Form("ConfigureFile", "{'text':'root:9'}", "'root:9'"),
                new Form(
                        "SubmitFlow",
                        "{'flow':'g','description':'two','jobs':[" + SPEC.formatted("g1", "k1", "'g'") + ","
                                + SPEC.formatted("g2", "k2", "'g'") + "]}",
                        "'g','description':'two','jobs':[" + FLAT.formatted("g1", "k1", "null") + ","
                                + FLAT.formatted("g2", "k2", "null") + "]"),
                new Form("CancelFlow", "{'flow':'f','reason':'x'}", "'f','reason':'x'"),
                new Form("RequeueFlow", "{'flow':'f'}", "'f'"),
                new Form(
                        "PutSchedule",
                        "{'schedule':{'id':'n','cron':'@daily','zone':'UTC','job':" + TEMPLATE.formatted("any")
                                + ",'overlap':'skip','misfire':'once','enabled':true}}",
                        "{'id':'n','cron':'@daily','job':{" + JOB.substring(0, JOB.length() - 1)
                                + "},'overlap':'skip'}"),
                new Form("DeleteSchedule", "{'id':'s'}", "'s'"),
                new Form("TriggerSchedule", "{'id':'s'}", "'s'"),
                new Form("SwitchSchedule", "{'id':'s','enabled':true}", "'s'"),
                new Form("SetDone", "{'job':'w','result':'r'}", "'w','result':'r'"),
                new Form("Delete", "{'job':'a'}", "'a'"),
                new Form("Reprioritize", "{'job':'w','priority':3}", "'w','priority':3"),
                new Form("Reschedule", "{'job':'w','eta':77}", "'w','eta':77"),
                new Form("Move", "{'job':'w','channel':'root.y'}", "'w','channel':'root.y'"),
                new Form("SetMaxAttempts", "{'job':'w','maxAttempts':9}", "'w','maxAttempts':9"),
                new Form(
                        "Sweep",
                        "{'filter':{'channel':'root.z','type':'','states':['READY'],'error':'','olderThanMs':1},"
                                + "'action':{'name':'Cancel','text':'why','number':0,'force':false}}",
                        "{'channel':'root.z','states':['READY'],'olderThan':'1ms'},'action':{'name':'cancel','reason':'why'}"),
                new Form("CancelSweep", "{'sweep':'q'}", "'q'"),
                new Form("DropTree", "{'reason':'moved out'}", "'moved out'"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_command_reads_with_the_fields_of_the_schema_and_flat(Form form) {
        Schema command = commands().get(form.name());
        String object = json(form.schemas());
        checkComplete(command, JsonText.object(object));
        List<String> before = after("{'at':5,'advance':true}");
        List<String> events = after("{'" + word(form) + "':" + form.schemas() + "}");
        assertThat(after("{'" + word(form) + "':" + form.flat() + "}")).isEqualTo(events);
        List<String> its = events.subList(before.size(), events.size());
        assertThat(its).isNotEmpty();
        if (!form.name().equals("CancelSweep")) {
            assertThat(its).noneMatch(event -> event.contains("CommandRejected"));
        }
    }

    @Test
    void every_command_of_the_schema_is_one_of_these() {
        assertThat(forms().map(Form::name))
                .containsExactlyInAnyOrderElementsOf(commands().keySet());
    }

    @Test
    void a_sweeps_action_has_the_schemas_text_and_number_on_the_line_too() {
        List<String> named = after("{'sweep':true,'action':{'name':'move','channel':'root.y'}}");
        assertThat(after("{'sweep':true,'action':{'name':'move','text':'root.y'}}"))
                .isEqualTo(named);
        assertThat(after("{'sweep':true,'action':'move','text':'root.y'}")).isEqualTo(named);
        assertThat(after("{'sweep':true,'action':'Reprioritize','number':3}"))
                .isEqualTo(after("{'sweep':true,'action':{'name':'reprioritize','priority':3}}"));
    }

    @Test
    void a_policy_may_be_an_object_of_any_kind() {
        assertThat(after("{'submit':{'id':'n','retry':{'delayMs':7}}}"))
                .isEqualTo(after("{'submit':{'id':'n','retry':'fixed(7ms)'}}"));
        assertThat(after("{'submit':{'id':'n','retry':{'steps':[{'attempts':2,'minMs':7,'maxMs':9}]}}}"))
                .isEqualTo(after("{'submit':{'id':'n','retry':'steps{2: 7ms..9ms}'}}"));
        assertThat(after("{'retry':'r','policy':{'delayMs':7}}")).isEqualTo(after("{'retry':'r','delayMs':7}"));
    }

    private static List<String> after(String line) {
        List<String> script = new ArrayList<>(BEFORE);
        script.add(line);
        return Simulated.run(script.stream().map(SchemaFormsTest::json).toArray(String[]::new));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String word(Form form) {
        return Character.toLowerCase(form.name().charAt(0)) + form.name().substring(1);
    }

    private static Map<String, Schema> commands() {
        Map<String, Schema> commands = new LinkedHashMap<>();
        Command.getClassSchema().getField("body").schema().getTypes().forEach(one -> commands.put(one.getName(), one));
        return commands;
    }

    /** The sample has each field of the schema, down to the last record. */
    private static void checkComplete(Schema schema, Object json) {
        switch (schema.getType()) {
            case UNION -> record(schema, json).ifPresent(one -> checkComplete(one, json));
            case ARRAY -> ((List<?>) json).forEach(one -> checkComplete(schema.getElementType(), one));
            case RECORD -> {
                if (json instanceof Map<?, ?> object) {
                    assertThat(new TreeSet<>(object.keySet())).isEqualTo(names(schema));
                    schema.getFields().forEach(field -> checkComplete(field.schema(), object.get(field.name())));
                }
            }
            default -> {}
        }
    }

    private static Optional<Schema> record(Schema union, Object json) {
        return union.getTypes().stream()
                .filter(one -> one.getType() == Schema.Type.RECORD)
                .filter(one -> json instanceof Map<?, ?> map && new TreeSet<>(map.keySet()).equals(names(one)))
                .findFirst();
    }

    private static TreeSet<Object> names(Schema schema) {
        TreeSet<Object> names = new TreeSet<>();
        schema.getFields().forEach(field -> names.add(field.name()));
        return names;
    }
}
