// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Puts variables of the environment where values say <code>${NAME}</code>, or <code>${NAME//./-}</code> for dashes where it has dots, as shells have it. Keys
 * stay as they are, and so does what a variable holds. One document's.
 */
final class Variables {

    private static final Pattern MENTION = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Pattern WHOLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(//\\./-)?}");

    private final String document;
    private final Map<String, String> values;
    /** What an alias leads to is met again. */
    private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());

    Variables(String document, Map<String, String> values) {
        this.document = document;
        this.values = values;
    }

    /**
     * Replaces the values below.
     *
     * @throws YamlException where a variable is not set, or its name is none
     */
    void putInto(MappingNode mapping) {
        if (done.add(mapping)) {
            mapping.setValue(mapping.getValue().stream()
                    .map(each -> new NodeTuple(each.getKeyNode(), expanded(each.getValueNode())))
                    .toList());
        }
    }

    private Node expanded(Node node) {
        switch (node) {
            case ScalarNode scalar
            when scalar.getValue().contains("${") -> {
                return new ScalarNode(
                        scalar.getTag().equals(Tag.ENV_TAG) ? Tag.STR : scalar.getTag(),
                        true,
                        expanded(scalar, scalar.getValue()),
                        scalar.getScalarStyle(),
                        scalar.getStartMark(),
                        scalar.getEndMark());
            }
            case SequenceNode sequence
            when done.add(sequence) -> {
                List<Node> items = sequence.getValue();
                items.replaceAll(this::expanded);
            }
            case MappingNode mapping -> putInto(mapping);
            default -> {
                // Nothing to put in.
            }
        }
        return node;
    }

    private String expanded(ScalarNode scalar, String text) {
        return MENTION.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(scalar, found)));
    }

    private String value(ScalarNode scalar, MatchResult found) {
        String shown = YamlValue.excerpt(found.group());
        Matcher mention = WHOLE.matcher(found.group());
        if (!mention.matches()) {
            throw new YamlException(
                    "\"" + shown + "\" names no variable", Place.of(document, scalar), "expected: as ${NODE_NAME}");
        }
        String value = values.getOrDefault(mention.group(1), "");
        if (value.isEmpty()) {
            throw new YamlException(
                    "the environment has no value for " + shown,
                    Place.of(document, scalar),
                    "set it, or write the value");
        }
        return mention.group(2) == null ? value : value.replace('.', '-');
    }
}
