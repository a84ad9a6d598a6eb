// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import dev.hanse.net.text.VisibleText;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints a verb's result in the chosen format. JSON and YAML show a result's record as it is: times as RFC 3339, durations as ISO 8601. */
public final class Printer {

    private final PrintWriter out;
    private final OutputFormat format;

    /**
     * @param out where results go
     */
    public Printer(PrintWriter out, OutputFormat format) {
        this.out = out;
        this.format = format;
    }

    /** Prints rows: a table with its headings also when there are none, or an array. */
    public <T> void list(List<T> rows, Table<T> table) {
        one(rows, (writer) -> table.print(writer, rows));
    }

    /** Prints one thing: {@code text} writes it for people. */
    public void one(Object result, Consumer<PrintWriter> text) {
        switch (format) {
            case TABLE -> text.accept(out);
            case JSON ->
                mapper().writeValueAsString(result).lines().map(VisibleText::of).forEach(out::println);
            case YAML -> out.print(yaml().dumpToString(mapper().convertValue(result, Object.class)));
        }
        out.flush();
    }

    private static Dump yaml() {
        return new Dump(DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setUseUnicodeEncoding(false)
                .build());
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
    }
}
