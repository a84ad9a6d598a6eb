// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import dev.hanse.cli.HanseCommandLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One case of a golden file that holds its own input, behind remarks at its head: {@code === name}, then what goes in as {@code --- title} with a text, then what came out as {@code
 * >>> title} with a text. A new case is written by hand without what comes out; recording fills that in.
 *
 * @param name says what is special about it
 * @param input texts by title, in order
 */
record GoldenCase(String name, Map<String, String> input) {

    private static final Pattern CASE = Pattern.compile("^=== ", Pattern.MULTILINE);
    private static final Pattern INPUT = Pattern.compile("^--- ", Pattern.MULTILINE);
    private static final Pattern OUTPUT = Pattern.compile("^>>> ", Pattern.MULTILINE);
    private static final String ESCAPED = " (escaped)";

    /** Runs every case of a file and compares, or records, what comes out: texts by title. */
    static void checkAll(String file, Function<GoldenCase, Map<String, String>> run) {
        GoldenFile golden = GoldenFile.of(file);
        List<GoldenCase> cases = parse(golden.text());
        if (cases.isEmpty()) {
            throw new AssertionError(file + " holds no case");
        }
        StringBuilder seen = new StringBuilder(CASE.split(golden.text(), 2)[0].stripTrailing()).append('\n');
        cases.forEach(each -> seen.append('\n').append(each.with(run.apply(each))));
        golden.check(seen.toString());
    }

    private static List<GoldenCase> parse(String text) {
        return CASE.splitAsStream(text).skip(1).map(GoldenCase::parseOne).toList();
    }

    private static GoldenCase parseOne(String text) {
        String[] parts = INPUT.split(OUTPUT.split(text, 2)[0].stripTrailing() + "\n");
        Map<String, String> input = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            input.put(parts[i].substring(0, end), parts[i].substring(end + 1));
        }
        return new GoldenCase(parts[0].strip(), input);
    }

    /** What stands in the quotes of a name that is the input itself, with the escapes of Java. */
    String quotedName() {
        return name.substring(1, name.length() - 1)
                .replace("\\u0000", "\0")
                .replace("\\u0661", "\u0661")
                .translateEscapes();
    }

    /**
     * Runs the command line that is the name of this case: {@code hanse} and words, in which {@code DIR} stands for a folder and {@code ''} for an empty word.
     *
     * @return what went to standard output and to standard error, each only where there is some, and the exit status
     */
    Map<String, String> run(HanseCommandLine hanse, Normaliser normaliser, Path folder) {
        List<String> words = Arrays.stream(name.split(" "))
                .skip(1)
                .map(word -> word.equals("''") ? "" : word.replace("DIR", folder.toString()))
                .toList();
        HanseCommandLine.Run run = hanse.run(words);
        Map<String, String> output = new LinkedHashMap<>();
        output.put("standard output", normaliser.normal(run.out()));
        output.put("standard error", normaliser.normal(run.err()));
        output.values().removeIf(String::isEmpty);
        output.put("exit " + run.status(), "");
        return output;
    }

    /** The text of a title that must be there. */
    String text(String title) {
        return Objects.requireNonNull(input.get(title), () -> name + " has no " + title);
    }

    /** The octets of a file; a title that ends in {@code (escaped)} stands for one with {@code \t}, {@code \r} and octets as {@code \xff}. */
    byte[] octets(String title) {
        String escaped = input.get(title + ESCAPED);
        return escaped == null ? text(title).getBytes(StandardCharsets.UTF_8) : unescaped(escaped);
    }

    private static byte[] unescaped(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        List<String> pieces = new ArrayList<>(List.of(text.split("\\\\", -1)));
        octets.writeBytes(pieces.removeFirst().getBytes(StandardCharsets.UTF_8));
        for (String piece : pieces) {
            int used = switch (piece.charAt(0)) {
                case 't' -> one(octets, '\t');
                case 'r' -> one(octets, '\r');
                case '\n' -> 1;
                case 'x' -> one(octets, Integer.parseInt(piece.substring(1, 3), 16)) + 2;
                default -> throw new IllegalArgumentException("\\" + piece);
            };
            octets.writeBytes(piece.substring(used).getBytes(StandardCharsets.UTF_8));
        }
        return octets.toByteArray();
    }

    private static int one(ByteArrayOutputStream octets, int octet) {
        octets.write(octet);
        return 1;
    }

    private String with(Map<String, String> output) {
        StringBuilder text = new StringBuilder("=== " + name + "\n");
        input.forEach((title, content) ->
                text.append("--- ").append(title).append('\n').append(content));
        output.forEach((title, content) ->
                text.append(">>> ").append(title).append('\n').append(content));
        return text.append(text.charAt(text.length() - 1) == '\n' ? "" : "\n").toString();
    }
}
