package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static String printed(TextTable table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void columns_are_as_wide_as_they_must_be_and_numbers_end_at_the_same_place() {
        TextTable table = new TextTable(TextTable.text("NAME"), TextTable.number("N"), TextTable.text("WHY"));
        table.row("a", 1, "x");
        table.row("longer", 100, "");

        assertThat(printed(table)).isEqualTo("NAME      N  WHY\na         1  x\nlonger  100\n");
    }

    @Test
    void what_users_wrote_cannot_break_the_table_or_the_terminal() {
        TextTable table = new TextTable(TextTable.text("NAME"));
        table.row("red\u001b[31m\tand\nmore");

        assertThat(printed(table)).isEqualTo("NAME\nred [31m and\n");
    }

    @Test
    void long_text_is_cut_without_halving_a_character() {
        assertThat(TextTable.atMost(3, "😀😀😀😀")).isEqualTo("😀😀…");
        assertThat(TextTable.atMost(3, "abc")).isEqualTo("abc");
    }

    @Test
    void a_row_needs_one_cell_a_column() {
        assertThatThrownBy(() -> new TextTable(TextTable.text("A")).row(1, 2)).hasMessageContaining("2 cells");
    }
}
