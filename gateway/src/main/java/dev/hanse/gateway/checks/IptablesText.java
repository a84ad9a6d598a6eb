// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code iptables-save} prints, of iptables-nft and of iptables-legacy alike. */
final class IptablesText {

    private static final String FORWARD = "FORWARD";

    private final String family;
    private final List<Table> tables = new ArrayList<>();
    private String name = "";
    private Map<String, List<Rule>> chains = new HashMap<>();
    private Set<String> dropping = new HashSet<>();

    private IptablesText(String family) {
        this.family = family;
    }

    /**
     * The tables that have a chain for what is forwarded.
     *
     * @param family {@code ip} or {@code ip6}
     */
    static List<Table> tables(String family, String text) {
        IptablesText reader = new IptablesText(family);
        text.lines().forEach(reader::line);
        return reader.tables;
    }

    private void line(String line) {
        if (line.startsWith("*")) {
            name = line.substring(1).strip();
            chains = new HashMap<>();
            dropping = new HashSet<>();
        } else if (line.startsWith(":")) {
            String[] words = line.substring(1).split(" ");
            chains.put(words[0], new ArrayList<>());
            if (words.length > 1 && words[1].equals("DROP")) {
                dropping.add(words[0]);
            }
        } else if (line.startsWith("-A ") && !name.isEmpty()) {
            rule(line);
        } else if (line.equals("COMMIT") && chains.containsKey(FORWARD)) {
            tables.add(new Table(
                    family,
                    name,
                    Table.Tool.IPTABLES,
                    chains,
                    List.of(new Table.Base(FORWARD, dropping.contains(FORWARD)))));
        }
    }

    private void rule(String line) {
        List<String> words = words(line);
        if (words.size() > 1) {
            Rule rule = new IptablesRule(words, chains.keySet()).read(line);
            chains.computeIfAbsent(words.get(1), _ -> new ArrayList<>()).add(rule);
        }
    }

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher each = WORD.matcher(line);
        while (each.find()) {
            words.add(each.group(1) != null ? each.group(1) : each.group(2));
        }
        return words;
    }
}
