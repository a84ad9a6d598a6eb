// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The objects of one part with its values in them. */
final class Printed {

    /** The pods' mark for their configuration, which makes them follow it. */
    private static final String CONFIG = "config";

    private static final Pattern NAME = Pattern.compile("^  name: (\\S+)$", Pattern.MULTILINE);

    private final Switched text;

    Printed(Switched text) {
        this.text = text;
    }

    /** Paths of the values that can be said here; Helm takes all. */
    Set<String> settable() {
        Set<String> paths = new TreeSet<>(Marks.in(String.join("\n", text.lines())));
        paths.addAll(text.switches().keySet());
        paths.removeAll(Set.of(CONFIG, Chart.NAMESPACE));
        return paths;
    }

    /**
     * One YAML text of all objects.
     *
     * @throws IllegalArgumentException if a value cannot be written where it belongs
     */
    String objects(Values values) {
        List<String> filled = new ArrayList<>();
        for (String object : documents(values)) {
            filled.add(new Marks(values.with(Map.of(CONFIG, "__" + CONFIG + "__"))).fill(object));
        }
        Map<String, String> hashes = hashes(filled);
        StringBuilder all = new StringBuilder();
        for (String object : filled) {
            all.append("---\n").append(withHash(object, hashes));
        }
        return all.toString();
    }

    private List<String> documents(Values values) {
        List<String> found = new ArrayList<>();
        for (String each : String.join("\n", text.lines(values)).split("(?m)^---$\n?")) {
            if (NAME.matcher(each).find()) {
                found.add(each.strip() + "\n");
            }
        }
        return found;
    }

    /** What a workload reads is in the ConfigMap of its name. */
    private static Map<String, String> hashes(List<String> objects) {
        return objects.stream()
                .filter(each -> each.contains("\nkind: ConfigMap\n"))
                .collect(Collectors.toMap(Printed::name, Printed::hash));
    }

    private static String withHash(String object, Map<String, String> hashes) {
        String hash = hashes.getOrDefault(name(object), "");
        return object.replace("__" + CONFIG + "__", hash);
    }

    private static String name(String object) {
        Matcher name = NAME.matcher(object);
        return name.find() ? name.group(1) : "";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
