// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of one kind in aligned columns, two spaces apart, under headings in capitals. Cells are text; an empty one prints as a dash, so that
 * columns can be cut by number.
 */
public final class Table<T> {

    private record Column<T>(String heading, Function<T, String> cell) {}

    private final List<Column<T>> columns;

    private Table(List<Column<T>> columns) {
        this.columns = columns;
    }

    /** A table without columns. */
    public static <T> Table<T> of() {
        return new Table<>(List.of());
    }

    /** This table with one more column on the right. */
    public Table<T> column(String heading, Function<T, String> cell) {
        List<Column<T>> more = new ArrayList<>(columns);
        more.add(new Column<>(heading, cell));
        return new Table<>(List.copyOf(more));
    }

    /** Prints headings and rows. */
    public void print(PrintWriter out, List<T> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::heading).toList());
        rows.forEach(row -> lines.add(cells(row)));
        List<Integer> widths = widths(lines);
        lines.forEach(line -> out.println(aligned(line, widths)));
        out.flush();
    }

    private List<String> cells(T row) {
        return columns.stream()
                .map(column -> OneLine.of(column.cell().apply(row)))
                .map(cell -> cell.isEmpty() ? "-" : cell)
                .toList();
    }

    private static List<Integer> widths(List<List<String>> lines) {
        return IntStream.range(0, lines.getFirst().size())
                .mapToObj(i -> lines.stream()
                        .mapToInt(line -> line.get(i).length())
                        .max()
                        .orElse(0))
                .toList();
    }

    private static String aligned(List<String> line, List<Integer> widths) {
        return IntStream.range(0, line.size())
                .mapToObj(i ->
                        line.get(i) + " ".repeat(widths.get(i) - line.get(i).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
