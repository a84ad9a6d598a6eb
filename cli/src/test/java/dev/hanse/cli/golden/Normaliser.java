// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Puts placeholders where a text differs from run to run: where a test knows what differs, and on request by form. */
final class Normaliser {

    /** Forms that only what varies has. A time of 2020 is one that a test has set itself. */
    private static final Map<Pattern, String> FORMS = allForms();

    private final Map<String, String> known = new LinkedHashMap<>();
    private boolean forms;

    private static Map<Pattern, String> allForms() {
        Map<Pattern, String> forms = new LinkedHashMap<>();
        forms.put(Pattern.compile("(?!1970|2020)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"), "<time>");
        forms.put(Pattern.compile("\"(version|serial|secondsSinceHeard)\" : \\d+"), "\"$1\" : <n>");
        forms.put(Pattern.compile("\\b(after|in) \\d+ ms\\b"), "$1 <n> ms");
        forms.put(Pattern.compile("hanse1\\.[A-Za-z0-9_-]{40,}"), "hanse1.<token>");
        forms.put(Pattern.compile("\\b3\\d{4}d\\b"), "<days>");
        forms.put(Pattern.compile("\\bcertificate [0-9a-f]{8,40}\\b"), "certificate <serial>");
        forms.put(Pattern.compile("\\b[0-9a-f]{16}\\b"), "<token id>");
        forms.put(Pattern.compile("(\\bDS |\\btag\"? ?: )\\d+"), "$1<tag>");
        forms.put(Pattern.compile("\\b[0-9A-F]{64}\\b"), "<digest>");
        forms.put(Pattern.compile("DNSKEY 257 3 (\\d+) [A-Za-z0-9+/]{40,}=*"), "DNSKEY 257 3 $1 <key>");
        forms.put(Pattern.compile("\\b(unpackaged|\\d+\\.\\d+\\.\\d+-SNAPSHOT)\\b"), "<version>");
        forms.put(Pattern.compile("(Java |\"?java\"? ?: \"?)25[-+.0-9A-Za-z]*"), "$1<java>");
        return forms;
    }

    /** Times, ages, serial numbers, keys, versions and what else differs by its form show as placeholders too. */
    Normaliser forms() {
        forms = true;
        return this;
    }

    /** A folder of this run shows as {@code <dir>}. */
    Normaliser folder(Path folder) {
        return replace(folder.toString(), "<dir>");
    }

    /** This server's port shows as its name. */
    Normaliser port(InetSocketAddress server, String name) {
        return replace(":" + server.getPort(), ":<port of " + name + ">");
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
        if (forms) {
            for (Map.Entry<Pattern, String> each : FORMS.entrySet()) {
                result = each.getKey().matcher(result).replaceAll(each.getValue());
            }
        }
        return result;
    }
}
