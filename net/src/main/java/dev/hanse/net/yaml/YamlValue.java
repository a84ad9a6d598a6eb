// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One value of a mapping or list, with the checks of its form. */
final class YamlValue {

    private static final Set<Tag> SCALARS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);
    private static final int EXCERPT = 80;

    private final String document;
    private final String key;
    private final Node node;
    private final Node keyNode;

    YamlValue(String document, String key, Node node) {
        this(document, key, node, node);
    }

    YamlValue(String document, String key, Node node, Node keyNode) {
        this.document = document;
        this.key = key;
        this.node = node;
        this.keyNode = keyNode;
    }

    Place place() {
        return Place.of(document, node);
    }

    Place keyPlace() {
        return Place.of(document, keyNode);
    }

    /** Numbers and flags count as the text that they are written as, so that a cluster may be called {@code 7}. */
    String text() {
        if (node instanceof ScalarNode scalar && SCALARS.contains(scalar.getTag())) {
            return scalar.getValue();
        }
        throw error("a text");
    }

    <T> T parse(Function<String, T> parser) {
        String text = text();
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new YamlException(key + ": " + e.getMessage(), place(), e);
        }
    }

    int number(int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        try {
            int number = Integer.parseInt(text());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw error(expected, e);
        }
        throw error(expected);
    }

    boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error("true or false");
        };
    }

    YamlMapping mapping() {
        if (node instanceof MappingNode mapping) {
            return new YamlMapping(document, mapping);
        }
        throw error("a mapping");
    }

    List<YamlValue> items() {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(item -> new YamlValue(document, key, item))
                    .toList();
        }
        throw error("a list");
    }

    private YamlException error(String expected) {
        return new YamlException(key + ": " + shown(), place(), "expected: " + expected);
    }

    private YamlException error(String expected, Exception cause) {
        YamlException error = error(expected);
        error.initCause(cause);
        return error;
    }

    private String shown() {
        return switch (node) {
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "no value";
            case ScalarNode scalar -> "\"" + excerpt(scalar.getValue()) + "\"";
            case SequenceNode _ -> "a list";
            case MappingNode _ -> "a mapping";
            default -> "a " + node.getNodeType();
        };
    }

    static String excerpt(String text) {
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }
}
