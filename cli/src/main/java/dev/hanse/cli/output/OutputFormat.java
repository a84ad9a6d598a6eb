// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

/** How results are printed. */
public enum OutputFormat {
    /** Columns for people; may change between releases. */
    TABLE,
    /** For programs; fields are added, never renamed, within a major version. */
    JSON,
    /** The same fields. */
    YAML;

    /** As typed after {@code --output}. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
