// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rights of a gateway, read from the manifest that is shipped, so that nobody keeps a second list. */
final class ShippedRole {

    private static final String MANIFEST = "role.yaml";
    private static final Set<String> READING = Set.of("get", "list", "watch");
    private static final Set<String> FOR_WRITING = Set.of("serviceimports", "leases");

    private final List<Right> rights;

    private ShippedRole(List<Right> rights) {
        this.rights = List.copyOf(rights);
    }

    /** As in deploy/kubernetes. */
    static ShippedRole read() {
        try (InputStream manifest = Objects.requireNonNull(ShippedRole.class.getResourceAsStream(MANIFEST), MANIFEST)) {
            List<Right> rights = new ArrayList<>();
            new Load(LoadSettings.builder().setLabel(MANIFEST).build())
                    .loadAllFromInputStream(manifest)
                    .forEach(each -> addRights((Map<?, ?>) each, rights));
            return new ShippedRole(rights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addRights(Map<?, ?> object, List<Right> rights) {
        if (object.get("metadata") instanceof Map<?, ?> metadata && object.get("rules") instanceof List<?> rules) {
            String namespace =
                    Objects.requireNonNullElse(metadata.get("namespace"), "").toString();
            rules.forEach(rule -> addRule((Map<?, ?>) rule, namespace, rights));
        }
    }

    private static void addRule(Map<?, ?> rule, String namespace, List<Right> rights) {
        List<String> names = texts(rule, "resourceNames");
        for (String group : texts(rule, "apiGroups")) {
            for (String resource : texts(rule, "resources")) {
                for (String verb : texts(rule, "verbs")) {
                    (names.isEmpty() ? List.of("") : names)
                            .forEach(name -> rights.add(new Right(group, resource, verb, namespace, name)));
                }
            }
        }
    }

    private static List<String> texts(Map<?, ?> rule, String key) {
        return rule.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** All of them. */
    Stream<Right> all() {
        return rights.stream();
    }

    /** Those that also a gateway needs which writes nothing. */
    Stream<Right> toRead() {
        return all().filter(each -> READING.contains(each.verb()) && !FOR_WRITING.contains(each.kind()));
    }
}
