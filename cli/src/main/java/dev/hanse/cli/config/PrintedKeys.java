// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers with what the record has, and keeps it as {@code key=value} words. */
final class PrintedKeys implements Keys {

    private final String prefix;
    private final List<Supplier<Stream<String>>> parts = new ArrayList<>();

    PrintedKeys() {
        this("");
    }

    private PrintedKeys(String prefix) {
        this.prefix = prefix;
    }

    /** All words in the order of the questions; those of a section stand where it was asked for. */
    Stream<String> words() {
        return parts.stream().flatMap(Supplier::get);
    }

    @Override
    public <T> T required(Key<T> key, Optional<T> now) {
        return value(key, now.orElseThrow());
    }

    @Override
    public <T> T value(Key<T> key, T now) {
        add(key.name(), key.form().printer().apply(now));
        return now;
    }

    @Override
    public <T> Optional<T> optional(Key<T> key, Optional<T> now) {
        now.ifPresent(value -> value(key, value));
        return now;
    }

    @Override
    public <T> T internal(String component, T now, String why) {
        return now;
    }

    @Override
    public Optional<Keys> section(Section section, boolean now) {
        if (now) {
            PrintedKeys inner = new PrintedKeys(prefix + section.name() + ".");
            parts.add(section.isPrintedWhenEmpty() ? () -> orEmpty(prefix + section.name(), inner) : inner::words);
            return Optional.of(inner);
        }
        if (section.isPrintedWhenAbsent()) {
            add(section.name(), "none");
        }
        return Optional.empty();
    }

    private static Stream<String> orEmpty(String section, PrintedKeys inner) {
        return inner.parts.isEmpty() ? Stream.of(section + "={}") : inner.words();
    }

    @Override
    public void end() {
        // A record has no more than its components.
    }

    private void add(String key, String value) {
        parts.add(() -> Stream.of(prefix + key + "=" + value));
    }
}
