// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * A mapping of a document. Whoever reads it asks for each key that it knows, then calls {@link #rejectUnknown}: keys that nobody asked for are
 * errors. A key without a value is an error too, so that a half-written file is not taken for an empty one.
 *
 * <p>Every accessor throws {@link YamlException} with the place if the value has another form.
 */
public final class YamlMapping {

    private final String document;
    private final Place place;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<YamlMapping> children = new ArrayList<>();

    YamlMapping(String document, MappingNode node) {
        this.document = document;
        this.place = Place.of(document, node);
        node.getValue().forEach(this::add);
    }

    private void add(NodeTuple tuple) {
        String key = new YamlValue(document, "key", tuple.getKeyNode()).text();
        YamlValue value = new YamlValue(document, key, tuple.getValueNode(), tuple.getKeyNode());
        YamlValue earlier = values.putIfAbsent(key, value);
        if (earlier != null) {
            throw new YamlException(
                    "duplicate key \"" + key + "\"",
                    value.keyPlace(),
                    "first in line " + earlier.keyPlace().line());
        }
    }

    /** Where the mapping begins. */
    public Place place() {
        return place;
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        return find(key).isPresent();
    }

    /** A text that must be there. */
    public String text(String key) {
        return require(key).text();
    }

    /** A text that may be left out. */
    public Optional<String> optionalText(String key) {
        return find(key).map(YamlValue::text);
    }

    /**
     * A text that must be there, in a form of the caller's.
     *
     * @param parser throws {@link IllegalArgumentException} if the text has another form; its message becomes part of the error
     */
    public <T> T value(String key, Function<String, T> parser) {
        return require(key).parse(parser);
    }

    /** As {@link #value} for a key that may be left out. */
    public <T> Optional<T> optionalValue(String key, Function<String, T> parser) {
        return find(key).map(value -> value.parse(parser));
    }

    /** A whole number that must be there. */
    public int number(String key, int least, int most) {
        return require(key).number(least, most);
    }

    /** A whole number that may be left out. */
    public int number(String key, int least, int most, int otherwise) {
        return find(key).map(value -> value.number(least, most)).orElse(otherwise);
    }

    /** {@code true} or {@code false}, which may be left out. */
    public boolean flag(String key, boolean otherwise) {
        return find(key).map(YamlValue::flag).orElse(otherwise);
    }

    /** A list of texts, each in a form of the caller's; empty if left out. */
    public <T> List<T> values(String key, Function<String, T> parser) {
        return items(key).map(item -> item.parse(parser)).toList();
    }

    /** A mapping that may be left out. */
    public Optional<YamlMapping> mapping(String key) {
        return find(key).map(YamlValue::mapping).map(this::adopt);
    }

    /** A mapping that must be there. */
    public YamlMapping requiredMapping(String key) {
        return adopt(require(key).mapping());
    }

    /** A list of mappings; empty if left out. */
    public List<YamlMapping> mappings(String key) {
        return items(key).map(YamlValue::mapping).map(this::adopt).toList();
    }

    /** A list of mappings that must be there, perhaps empty. */
    public List<YamlMapping> requiredMappings(String key) {
        require(key);
        return mappings(key);
    }

    /**
     * Refuses keys that were not asked for, here and in every mapping that was handed out.
     *
     * @throws YamlException with the key that was probably meant
     */
    public void rejectUnknown() {
        for (Map.Entry<String, YamlValue> entry : values.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw unknown(entry.getKey(), entry.getValue(), NearMatch.of(entry.getKey(), known));
            }
        }
        children.forEach(YamlMapping::rejectUnknown);
    }

    /** Makes an error about this mapping as a whole, for rules that span several keys. */
    public YamlException error(String problem, String hint) {
        return new YamlException(problem, place, hint);
    }

    /** Makes an error about the value of a key, for rules that its text alone does not show. */
    public YamlException error(String key, String problem, String hint) {
        return new YamlException(
                key + ": " + problem, find(key).map(YamlValue::place).orElse(place), hint);
    }

    private Optional<YamlValue> find(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    private YamlValue require(String key) {
        return find(key).orElseThrow(() -> missing(key));
    }

    /** A misspelt key shows as a missing one first; the better error names what is there. */
    private YamlException missing(String key) {
        for (Map.Entry<String, YamlValue> entry : values.entrySet()) {
            if (!known.contains(entry.getKey()) && NearMatch.isNear(entry.getKey(), key)) {
                return unknown(entry.getKey(), entry.getValue(), Optional.of(key));
            }
        }
        return error("missing key \"" + key + "\"", "expected: " + key + ": …");
    }

    private YamlException unknown(String key, YamlValue value, Optional<String> meant) {
        String hint = meant.map(word -> "did you mean \"" + word + "\"?")
                .orElseGet(() -> "expected: " + String.join(", ", known));
        return new YamlException("unknown key \"" + YamlValue.excerpt(key) + "\"", value.keyPlace(), hint);
    }

    private Stream<YamlValue> items(String key) {
        return find(key).stream().flatMap(value -> value.items().stream());
    }

    private YamlMapping adopt(YamlMapping child) {
        children.add(child);
        return child;
    }
}
