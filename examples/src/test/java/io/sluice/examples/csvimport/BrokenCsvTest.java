package io.sluice.examples.csvimport;

import static io.sluice.examples.csvimport.TempCsv.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong in a file, and how far it reaches. */
class BrokenCsvTest {

    @TempDir
    private Path folder;

    private TempCsv csv;

    @BeforeEach
    void files() {
        csv = new TempCsv(folder);
    }

    @Test
    void a_line_with_too_few_or_too_many_fields_is_broken_and_the_others_go_on() {
        assertThat(csv.read("a,b\n1\n1,2,3\n4,5\n"))
                .containsExactly(
                        CsvLine.broken(2, "the line has 1 field, the header has 2 fields", "1"),
                        CsvLine.broken(3, "the line has 3 fields, the header has 2 fields", "1,2,3"),
                        good(4, "a", "4", "b", "5"));
    }

    @Test
    void a_quote_that_is_never_closed_breaks_the_record_where_it_starts() {
        assertThat(csv.read("a,b\n1,2\n3,\"4\n5,6\n7,8\n"))
                .containsExactly(
                        good(2, "a", "1", "b", "2"),
                        CsvLine.broken(3, "a quote is opened and never closed", "3,\"4\n5,6\n7,8"));
    }

    @Test
    void text_behind_a_closing_quote_breaks_that_record_only() {
        assertThat(csv.read("a,b\n\"1\"x,2\n3,\"4\ny\" z\n5,\"6\" \n"))
                .containsExactly(
                        CsvLine.broken(2, "text behind a closing quote", "\"1\"x,2"),
                        CsvLine.broken(3, "text behind a closing quote", "3,\"4\ny\" z"),
                        good(5, "a", "5", "b", "6"));
    }

    @Test
    void bytes_that_are_not_utf8_break_their_record_only() {
        byte[] latin1 = "a,b\n1,Ærø\n2,ok\n3,\"x\nÆ\"\n4,ok\n".getBytes(StandardCharsets.ISO_8859_1);
        List<CsvLine> lines = TempCsv.readAll(csv.file(latin1));
        assertThat(lines)
                .containsExactly(
                        CsvLine.broken(2, "not UTF-8", "1,\uFFFDr\uFFFD"),
                        good(3, "a", "2", "b", "ok"),
                        CsvLine.broken(4, "not UTF-8", "3,\"x\n\uFFFD\""),
                        good(6, "a", "4", "b", "ok"));
    }

    @Test
    void a_replacement_character_that_stands_in_the_file_is_no_error() {
        assertThat(csv.read("a\n\uFFFD\n")).containsExactly(good(2, "a", "\uFFFD"));
    }

    @Test
    void a_record_that_is_too_long_is_broken_and_the_others_go_on() {
        String tooLong = "x".repeat(PhysicalLines.MAX_BYTES + 1);
        String problem = "longer than 1000000 bytes";
        assertThat(csv.read("a,b\n1," + tooLong + "\n2,ok\n")).satisfiesExactly(broken(2, problem), isGood(3));
        String manyLines = ("y".repeat(999) + "\n").repeat(1001);
        assertThat(csv.read("a,b\n1,\"" + manyLines + "\"\n2,ok\n")).satisfiesExactly(broken(2, problem), isGood(1004));
    }

    @Test
    void a_broken_line_keeps_the_first_200_characters_of_its_text() {
        assertThat(TempCsv.readAll(csv.file(("a,b\n" + "z".repeat(500) + "\n").getBytes(StandardCharsets.UTF_8))))
                .first()
                .satisfies(line -> assertThat(line.raw()).isEqualTo("z".repeat(200)));
        assertThat(csv.read("a,b\n" + "z".repeat(199) + "😀\n"))
                .first()
                .satisfies(line -> assertThat(line.raw()).isEqualTo("z".repeat(199)));
    }

    @Test
    void a_file_that_cannot_be_read_is_refused_with_its_path_and_the_reason() {
        Path missing = folder.resolve("no\nsuch.csv");
        assertThatThrownBy(() -> CsvLines.open(missing))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("cannot read " + folder + "/no?such.csv: no such file");
        assertThatThrownBy(() -> CsvLines.open(folder))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("cannot read " + folder + ": it is a folder, not a file");
    }

    @Test
    void a_file_with_a_broken_header_is_refused() {
        Path open = csv.file("a,\"b\n1,2\n");
        assertThatThrownBy(() -> CsvLines.open(open))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(
                        "cannot read " + open + ": the header on line 1 is broken: a quote is opened and never closed");
        Path utf16 = csv.file("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> CsvLines.open(utf16))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageEndingWith("the header on line 1 is broken: not UTF-8");
    }

    private static Consumer<CsvLine> broken(long number, String problem) {
        return line -> {
            assertThat(line.lineNumber()).isEqualTo(number);
            assertThat(line.problem()).isEqualTo(problem);
        };
    }

    private static Consumer<CsvLine> isGood(long number) {
        return line -> assertThat(line).isEqualTo(good(number, "a", "2", "b", "ok"));
    }
}
