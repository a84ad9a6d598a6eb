// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;

/** Refuses documents that nest too deeply, before the recursive composer sees them and runs out of stack. */
final class NestingLimit {

    private static final int MAX_DEPTH = 32;

    private final String document;
    private int depth;

    NestingLimit(String document) {
        this.document = document;
    }

    void check(LoadSettings settings, String text) {
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                throw new YamlException(
                        "nested too deeply",
                        Place.of(document, event.getStartMark()),
                        "expected: at most " + MAX_DEPTH + " levels");
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }
}
