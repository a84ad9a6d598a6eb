// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts placeholders where a text differs from run to run. Those of what a test knows come first, then those of a known form. */
final class Normaliser {

    private final Map<String, String> known = new LinkedHashMap<>();

    /** A folder of this run shows as {@code <dir>}. */
    Normaliser folder(Path folder) {
        return replace(folder.toString(), "<dir>");
    }

    /** This text shows as a placeholder. */
    Normaliser replace(String text, String placeholder) {
        known.put(text, placeholder);
        return this;
    }

    String normal(String text) {
        String result = text;
        for (Map.Entry<String, String> each : known.entrySet()) {
            result = result.replace(each.getKey(), each.getValue());
        }
        return result;
    }
}
