// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the columns that people read and cut. */
final class TableTest {

    private record Row(String name, String value) {}

    private static final Table<Row> TABLE =
            Table.<Row>of().column("NAME", Row::name).column("VALUE", Row::value);

    @Test
    void alignsColumnsToTheWidestCell() {
        assertThat(printed(List.of(new Row("a", "1"), new Row("longer", "2"))))
                .containsExactly("NAME    VALUE", "a       1", "longer  2");
    }

    @Test
    void printsHeadingsWithoutRows() {
        assertThat(printed(List.of())).containsExactly("NAME  VALUE");
    }

    @Test
    void printsADashForAnEmptyCell() {
        assertThat(printed(List.of(new Row("", "1")))).containsExactly("NAME  VALUE", "-     1");
    }

    @Test
    void keepsARowOnOneLineWhateverACellHolds() {
        assertThat(printed(List.of(new Row("a\nb", "1\u001b[0m")))).containsExactly("NAME  VALUE", "a b   1\\u001b[0m");
    }

    @Test
    void showsWhatATerminalWouldObey() {
        assertThat(printed(List.of(new Row("a\u009b2J\u202eb", "\u0000\u2028c"))))
                .last()
                .isEqualTo("a\\u009b2J\\u202eb  \\u0000\\u2028c");
    }

    private static List<String> printed(List<Row> rows) {
        StringWriter text = new StringWriter();
        TABLE.print(new PrintWriter(text), rows);
        return text.toString().lines().toList();
    }
}
