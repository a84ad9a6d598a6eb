// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.net.yaml.YamlDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers with examples, and keeps what every key is for: the content of the reference and of the example files. */
final class ExplainedKeys implements Keys {

    private static final Path FOLDER = Path.of("/etc/hanse");

    private final String prefix;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, String> internal;

    ExplainedKeys() {
        this("", new TreeMap<>());
    }

    private ExplainedKeys(String prefix, Map<String, String> internal) {
        this.prefix = prefix;
        this.internal = internal;
    }

    /** What was asked for. */
    sealed interface Item {}

    /**
     * A key.
     *
     * @param path its name with those of the mappings around it, joined by dots
     * @param otherwise what it is if left out; empty: it must be there
     * @param shown what the example file has
     */
    record Explained(String path, Key<?> key, Optional<String> otherwise, String shown) implements Item {}

    /** A mapping, with what was asked for within. */
    record Nested(String path, Section section, List<Item> items) implements Item {}

    /** All in the order of the questions. */
    List<Item> items() {
        return items;
    }

    /** The reasons of components without a key, by name; also those within sections. */
    Map<String, String> internal() {
        return internal;
    }

    @Override
    public <T> T required(Key<T> key, Optional<T> now) {
        return add(key, Optional.empty(), key.example().orElseThrow());
    }

    @Override
    public <T> T value(Key<T> key, T now) {
        String printed = key.form().printer().apply(now);
        return add(key, Optional.of(printed), key.example().orElse(printed.replace(",", ", ")));
    }

    @Override
    public <T> Optional<T> optional(Key<T> key, Optional<T> now) {
        return Optional.of(add(key, Optional.of("none"), key.example().orElseThrow()));
    }

    private <T> T add(Key<T> key, Optional<String> otherwise, String shown) {
        items.add(new Explained(prefix + key.name(), key, otherwise, shown));
        YamlKeys example = new YamlKeys(YamlDocument.parse("example", key.name() + ": " + shown), FOLDER);
        return key.form().reader().read(example, key.name());
    }

    @Override
    public <T> T internal(String component, T now, String why) {
        internal.put(component, why);
        return now;
    }

    @Override
    public Optional<Keys> section(Section section, boolean now) {
        ExplainedKeys inner = new ExplainedKeys(prefix + section.name() + ".", internal);
        items.add(new Nested(prefix + section.name(), section, inner.items));
        return Optional.of(inner);
    }

    @Override
    public void end() {
        // Nobody asked for more.
    }
}
