// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.cli.config.ExplainedKeys.Explained;
import dev.hanse.cli.config.ExplainedKeys.Item;
import dev.hanse.cli.config.ExplainedKeys.Nested;
import java.util.List;

/** A file of {@code deploy/examples}: every key with its meaning, in the order of the reference. */
final class ExampleFile {

    private static final String HEAD = """
            # SPDX-FileCopyrightText: The Hanse authors
            # SPDX-License-Identifier: Apache-2.0
            #
            # %s

            """;

    private final StringBuilder text = new StringBuilder();

    /**
     * @param command how a role is run with it
     */
    ExampleFile(String command, ExplainedKeys keys) {
        text.append(HEAD.formatted(command));
        mapping("", keys.items());
    }

    private void mapping(String indent, List<Item> items) {
        for (Item item : items) {
            switch (item) {
                case Explained each -> {
                    comment(indent, each.key().meaning());
                    key(indent, each);
                }
                case Nested nested -> section(indent, nested);
            }
        }
    }

    private void section(String indent, Nested nested) {
        if (indent.isEmpty()) {
            text.append('\n');
        }
        comment(indent, nested.section().meaning());
        if (nested.section().isCommented()) {
            comment(indent, nested.section().name() + ":");
            for (Item item : nested.items()) {
                key(indent + "#   ", (Explained) item);
            }
        } else {
            text.append(indent).append(nested.section().name()).append(":\n");
            mapping(indent + "  ", nested.items());
        }
    }

    private void key(String indent, Explained each) {
        text.append(indent)
                .append(each.key().name())
                .append(": ")
                .append(each.shown())
                .append('\n');
    }

    private void comment(String indent, String line) {
        text.append(indent).append("# ").append(line).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
