// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.cli.config.ExplainedKeys.Explained;
import dev.hanse.cli.config.ExplainedKeys.Item;
import dev.hanse.cli.config.ExplainedKeys.Nested;
import java.util.List;

/** {@code docs/configuration.md}. */
final class ReferencePage {

    private static final String HEAD = """
            <!-- SPDX-FileCopyrightText: The Hanse authors -->
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            <!-- Written by ReferenceTest from the descriptions in cli/src/main/java/dev/hanse/cli/config. -->
            # Configuration

            Unknown keys stop the start with a suggestion, and every error names its line and column. Relative paths count from the folder of the file. `--check-config` prints what a file
            means with all defaults. Where a value says <code>${NAME}</code>, what the environment has under that name stands in its place (<code>${NAME//./-}</code>: with dashes for dots); one that is missing or empty stops the start. Examples: [control-plane.yaml](../deploy/examples/control-plane.yaml), [gateway.yaml](../deploy/examples/gateway.yaml), [node.yaml](../deploy/examples/node.yaml).
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    /** A file with its keys. */
    ReferencePage file(String name, ExplainedKeys keys) {
        text.append("\n## `").append(name).append("`\n");
        mapping(keys.items());
        return this;
    }

    private void mapping(List<Item> items) {
        List<Explained> keys = items.stream()
                .filter(Explained.class::isInstance)
                .map(Explained.class::cast)
                .toList();
        if (!keys.isEmpty()) {
            text.append("\n| Key | Form | Default | Meaning |\n|---|---|---|---|\n");
            keys.forEach(this::row);
        }
        for (Item item : items) {
            if (item instanceof Nested nested) {
                text.append("\n### `").append(nested.path()).append("`\n\n");
                text.append(nested.section().meaning()).append('\n');
                mapping(nested.items());
            }
        }
    }

    private void row(Explained each) {
        text.append("| `")
                .append(each.path())
                .append("` | ")
                .append(each.key().form().words());
        text.append(" | ").append(each.otherwise().map(ReferencePage::shown).orElse("must be set"));
        text.append(" | ").append(each.key().meaning()).append(" |\n");
    }

    private static String shown(String otherwise) {
        return otherwise.equals("none") ? "none" : "`" + otherwise.replace(",", ", ") + "`";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
