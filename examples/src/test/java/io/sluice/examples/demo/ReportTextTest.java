package io.sluice.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    @Test
    void the_table_has_a_row_a_channel() {
        String text = text(List.of(new FailedJob("main:1", "root.line", 7, "the line has 3 fields")), List.of());

        assertThat(text.lines())
                .contains(
                        "orders.csv: 5,210 lines, one job each, in 7.3 s",
                        "channel          done   failed  retried  waiting  wait p50  wait p99   jobs/s",
                        "root.line       5,209        1      130        0    812 ms    14.2 s      714",
                        "  line 7: the line has 3 fields");
        assertThat(text).contains("Checked: 5,209 rows in the database + 1 failed = 5,210 lines in the file");
    }

    @Test
    void a_demo_that_is_not_well_says_nothing_about_having_checked() {
        assertThat(text(List.of(), List.of("something is missing"))).doesNotContain("Checked");
    }

    private static String text(List<FailedJob> failed, List<String> problems) {
        StringWriter text = new StringWriter();
        DemoReport report = new DemoReport(
                "orders.csv",
                5210,
                5209,
                7.3,
                List.of(
                        new ChannelReport("root.import", 1, 0, 0, 0, 0, 8, 8, 0.4),
                        new ChannelReport("root.line", 5209, 1, 130, 0, 0, 812, 14_200, 714.3),
                        new ChannelReport("root.shop", 84, 0, 0, 0, 0, 9, 25, 24.9)),
                failed,
                "/data/demo",
                false,
                problems);
        new ReportText(report, new PrintWriter(text, true)).print();
        return text.toString();
    }
}
