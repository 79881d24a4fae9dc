package io.sluice.examples.csvimport;

import static io.sluice.examples.csvimport.TempCsv.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file may look like. */
class CsvLinesTest {

    @TempDir
    private Path folder;

    private TempCsv csv;

    @BeforeEach
    void files() {
        csv = new TempCsv(folder);
    }

    @Test
    void a_plain_file_gives_its_header_and_its_lines_with_their_numbers() {
        assertThat(csv.header("a,b\n1,2\n3,4\n")).containsExactly("a", "b");
        assertThat(csv.read("a,b\n1,2\n3,4\n"))
                .containsExactly(good(2, "a", "1", "b", "2"), good(3, "a", "3", "b", "4"));
    }

    @Test
    void the_last_line_needs_no_line_end() {
        assertThat(csv.read("a,b\n1,")).containsExactly(good(2, "a", "1", "b", ""));
    }

    @Test
    void quotes_hold_delimiters_line_breaks_and_doubled_quotes() {
        assertThat(csv.read("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\nz,z\n"))
                .containsExactly(
                        good(2, "a", "x, y", "b", "say \"hi\""),
                        good(3, "a", "two\nlines", "b", ""),
                        good(5, "a", "z", "b", "z"));
    }

    @Test
    void a_quoted_value_goes_on_over_lines_that_begin_with_quotes() {
        assertThat(csv.read("a,b\n\"1\n\"\"2\"\"\n\n\"\"\n\",3\n4,5\n"))
                .containsExactly(good(2, "a", "1\n\"2\"\n\n\"\n", "b", "3"), good(7, "a", "4", "b", "5"));
    }

    @Test
    void a_quote_within_an_unquoted_value_is_a_character() {
        assertThat(csv.read("a,b\n5\" pipe,6\"\n")).containsExactly(good(2, "a", "5\" pipe", "b", "6\""));
    }

    @Test
    void line_ends_may_be_crlf_or_cr_and_stay_as_they_are_within_quotes() {
        assertThat(csv.read("a,b\r\n1,\"x\r\ny\"\r\n3,4\r\n"))
                .containsExactly(good(2, "a", "1", "b", "x\r\ny"), good(4, "a", "3", "b", "4"));
        assertThat(csv.read("a,b\r1,2\r3,4")).containsExactly(good(2, "a", "1", "b", "2"), good(3, "a", "3", "b", "4"));
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_name() {
        assertThat(csv.header("\uFEFFå,b\n1,2\n")).containsExactly("å", "b");
        assertThat(csv.header("\uFEFF\"a\",b\n1,2\n")).containsExactly("a", "b");
    }

    @Test
    void an_empty_file_and_one_with_only_a_header_have_no_lines() {
        for (String text : List.of("", "\n", "\uFEFF", " \r\n\r\n")) {
            assertThat(csv.header(text)).isEmpty();
            assertThat(csv.read(text)).isEmpty();
        }
        for (String text : List.of("a,b", "a,b\n", "\n\na,b\r\n\r\n")) {
            assertThat(csv.header(text)).containsExactly("a", "b");
            assertThat(csv.read(text)).isEmpty();
        }
    }

    @Test
    void blank_lines_are_skipped_but_counted() {
        assertThat(csv.read("\na,b\n\n  \n1,2\n\n\n3,4\n\n"))
                .containsExactly(good(5, "a", "1", "b", "2"), good(8, "a", "3", "b", "4"));
    }

    @Test
    void a_line_of_delimiters_is_not_blank() {
        assertThat(csv.read("a\tb\n\t\n")).containsExactly(good(2, "a", "", "b", ""));
    }

    @Test
    void empty_and_repeated_names_are_made_different() {
        assertThat(csv.header("a,,a,a_2,a, ,column_2\n"))
                .containsExactly("a", "column_2", "a_3", "a_2", "a_4", "column_6", "column_2_2");
    }

    @Test
    void the_delimiter_is_the_one_that_is_most_often_in_the_header_outside_quotes() {
        assertThat(csv.header("a;b;c,d\n")).containsExactly("a", "b", "c,d");
        assertThat(csv.header("a\tb\n")).containsExactly("a", "b");
        assertThat(csv.header("\"x,y,z\";\"b,c\"\n")).containsExactly("x,y,z", "b,c");
        assertThat(csv.header("one\n")).containsExactly("one");
        assertThat(csv.read("a;b\n1,5;\"2;3\"\n")).containsExactly(good(2, "a", "1,5", "b", "2;3"));
    }

    @Test
    void a_header_may_have_line_breaks_in_quotes() {
        assertThat(csv.header("a;\"b\nc\";d\n1;2;3\n")).containsExactly("a", "b\nc", "d");
        assertThat(csv.read("a;\"b\nc\";d\n1;2;3\n")).containsExactly(good(3, "a", "1", "b\nc", "2", "d", "3"));
    }

    @Test
    void after_the_last_line_there_is_none() {
        try (CsvLines lines = CsvLines.open(csv.file("a\n"))) {
            assertThatThrownBy(lines::next).isInstanceOf(NoSuchElementException.class);
        }
    }
}
