package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.util.RawValue;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobSchedule;
import io.sluice.web.Answers;
import io.sluice.web.Fields;
import org.junit.jupiter.api.Test;

/** That what is read arrives is tested on a broker. */
class JobJsonTest {

    private static Fields fields(String json) {
        try {
            return Fields.of(Answers.json().readTree(json.replace('\'', '"')), "the body");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JobRequest<?> job(String json) {
        Fields fields = fields(json);
        JobRequest<?> job = JobJson.submission(fields);
        fields.nothingElse();
        return job;
    }

    @Test
    void a_job_may_have_every_option() {
        JobRequest<?> job = job("{'type':'greet','payload':{'n':1},'tree':'acme','channel':'shop','priority':-1,"
                + "'eta':'5m','maxAttempts':0,'retry':'fixed(10s)','timeout':'30s','expires':'2030-01-31T08:00:00Z',"
                + "'dedup':{'key':'k','mode':'replace','until':'finished','window':'10m'},'description':'hello',"
                + "'headers':{'user':'ann'},'id':'01920000-0000-7000-8000-000000000001',"
                + "'parents':['acme:01920000-0000-7000-8000-000000000002',"
                + "{'id':'01920000-0000-7000-8000-000000000003','on':'any'}],"
                + "'flow':'01920000-0000-7000-8000-000000000004'}");

        assertThat(job.type().name()).isEqualTo("greet");
        assertThat(((RawValue) job.payload()).rawValue()).isEqualTo("{\"n\":1}");
        assertThat(((RawValue) job("{'type':'t','dedup':'k'}").payload()).rawValue())
                .isEqualTo("null");
    }

    @Test
    void what_is_wrong_is_named() {
        assertThatThrownBy(() -> job("{}")).hasMessage("the field type of the body is missing");
        assertThatThrownBy(() -> job("{'type':'t','prio':1}")).hasMessageContaining("unknown field \"prio\"");
        assertThatThrownBy(() -> job("{'type':'t','eta':1}"))
                .hasMessage("the field eta of the body is 1; expected is a text");
        assertThatThrownBy(() -> job("{'type':'t','timeout':'soon'}")).hasMessageContaining("expected is a span");
        assertThatThrownBy(() -> job("{'type':'t','retry':'never'}")).hasMessageContaining("never");
        assertThatThrownBy(() -> job("{'type':'t','headers':{'a':1}}")).hasMessageContaining("headers.a");
        assertThatThrownBy(() -> job("{'type':'t','dedup':{'key':'k','mode':'drop'}}"))
                .hasMessageContaining("keep or replace");
        assertThatThrownBy(() -> job("{'type':'t','parents':[{'id':'x','on':'done'}]}"))
                .hasMessageContaining("no job id");
        assertThatThrownBy(() -> job("{'type':'t','tree':'acme','id':'main:01920000-0000-7000-8000-000000000001'}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_schedule_is_read_as_the_scheduler_will() {
        JobSchedule schedule = ScheduleJson.read(fields(
                "{'id':'nightly','cron':'30 2 * * *','zone':'Europe/Berlin','type':'report','tree':'acme','overlap':'skip',"
                        + "'misfire':'skip','enabled':false}"));

        assertThat(schedule.id()).isEqualTo("nightly");
        assertThat(schedule.tree()).isEqualTo("acme");
        for (String wrong : new String[] {"'cron':'every day'", "'zone':'Berlin'", "'overlap':'maybe'", "'id':'a b'"}) {
            String json = "{'id':'nightly','cron':'30 2 * * *','type':'report'}";
            String name = wrong.substring(0, wrong.indexOf(':') + 1);
            String changed = json.contains(name)
                    ? json.replaceFirst(name + "'[^']*'", wrong)
                    : json.replace("}", "," + wrong + "}");
            assertThatThrownBy(() -> ScheduleJson.read(fields(changed)))
                    .as(changed)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
