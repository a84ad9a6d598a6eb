// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.cli.output.Console;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Protects the tree of verbs: help, wrong command lines, completion. */
final class CommandLineTest {

    @Test
    void explainsItselfAndEveryVerb() throws IOException {
        for (List<String> verb : List.of(
                List.<String>of(),
                List.of("token", "create"),
                List.of("cluster", "list"),
                List.of("service", "show"),
                List.of("connections"),
                List.of("resolve"),
                List.of("dns-config"),
                List.of("dns-key", "create"),
                List.of("dns-key", "show"),
                List.of("control-plane"),
                List.of("demo"))) {
            CommandLineRun run = run(append(verb, "--help"));
            assertThat(run.out()).startsWith("Usage: hanse");
            assertThat(run.status()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clutser list", "cluster lst", "cluster list --outptu json"})
    void suggestsTheNearestWordForAWrongOne(String line) throws IOException {
        CommandLineRun run = run(line.split(" "));
        assertThat(run.err().lines()).hasSize(1).first().asString().contains("did you mean", "--help");
        assertThat(run.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token", "token create", "cluster list --output xml", "token create east --life 5x"})
    void explainsAWrongCommandLineInOneLine(String line) throws IOException {
        CommandLineRun run = run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void printsACompletionScriptThatKnowsEveryVerb() throws IOException {
        assertThat(run("completion").out())
                .contains("token", "cluster", "connections", "resolve", "dns-config", "dnsmasq", "--credentials");
    }

    @Test
    void aVerbThatIsBuiltAloneIsTheOneOfTheWhole() {
        CommandLine whole = tree();
        assertThat(tree("help", "gateway").getSubcommands()).hasSameSizeAs(whole.getSubcommands());
        assertThat(tree(CompletionCommand.NAME).getSubcommands()).hasSameSizeAs(whole.getSubcommands());
        whole.getSubcommands().forEach((name, verb) -> {
            if (!name.equals(CompletionCommand.NAME)) {
                Map<String, CommandLine> alone = tree(name).getSubcommands();
                assertThat(alone)
                        .containsOnlyKeys(name)
                        .allSatisfy(
                                (_, only) -> assertThat(only.getUsageMessage()).isEqualTo(verb.getUsageMessage()));
            }
        });
    }

    private static CommandLine tree(String... words) {
        Console console = Console.ofProcess();
        return words.length == 0
                ? CommandTree.of(console, options -> options.connect(console))
                : CommandTree.of(console, options -> options.connect(console), words);
    }

    @Test
    void printsItsVersion() throws IOException {
        assertThat(run("version").out()).startsWith("hanse 0.").doesNotContain("${");
    }

    private static CommandLineRun run(String... args) throws IOException {
        return CommandLineRun.of(new FakeRegistry(), args);
    }

    private static String[] append(List<String> words, String last) {
        return java.util.stream.Stream.concat(words.stream(), java.util.stream.Stream.of(last))
                .toArray(String[]::new);
    }
}
