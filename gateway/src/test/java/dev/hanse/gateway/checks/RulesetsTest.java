// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.Netfilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects an idle gateway from running programs all the time, and one without them from silence. */
class RulesetsTest {

    private static final String FORWARD =
            "{\"chain\": {\"family\": \"ip\", \"table\": \"filter\", \"name\": \"FORWARD\", \"handle\": 1, \"type\": \"filter\", \"hook\": \"forward\", \"prio\": 0, \"policy\": \"drop\"}}";

    private static final String CHAINS = "{\"nftables\": [" + FORWARD + "]}";

    private static final String BASE = chain(
            "filter-forward", ", \"type\": \"filter\", \"hook\": \"forward\", \"prio\": 0, \"policy\": \"accept\"");

    @TempDir
    Path proc;

    private final List<String> ran = new ArrayList<>();
    private final Map<String, String> lists = new HashMap<>();
    private boolean installed = true;
    private int generation = 7;

    @Test
    void rulesAreListedOnlyAfterAChange() {
        Rulesets rulesets = rulesets();
        for (int i = 0; i < 40; i++) {
            assertThat(rulesets.read().tables()).hasSize(1);
        }
        assertThat(ran).containsExactly("nft --json list chains", "iptables-nft-save -t filter");

        generation++;
        rulesets.read();
        assertThat(ran).hasSize(4);
    }

    @Test
    void aHostWhereNobodyEverMadeARuleNeedsNoProgram() {
        generation = Netfilter.UNTOUCHED;
        assertThat(rulesets().read()).isEqualTo(Rulesets.State.EMPTY);
        generation = -Errno.EINVAL;
        assertThat(rulesets().read()).isEqualTo(Rulesets.State.EMPTY);
        assertThat(ran).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaid() {
        installed = false;
        assertThat(rulesets().read().unchecked()).containsExactly("the program nft is missing");
        generation = -Errno.EPERM;
        assertThat(rulesets().read().unchecked()).containsExactly("CAP_NET_ADMIN is missing");
    }

    @Test
    void rulesOfLegacyIptablesAreReadToo() throws IOException {
        generation = Netfilter.UNTOUCHED;
        Files.writeString(proc.resolve("ip_tables_names"), "nat\nfilter\n");
        assertThat(rulesets().read().tables()).hasSize(1);
        assertThat(ran).containsExactly("iptables-legacy-save -t filter");
    }

    @Test
    void ofALargeTableOnlyTheChainsThatAreReachedAreListed() throws IOException {
        services(5_000);
        lists.put("filter-forward", listed(BASE, jump("filter-forward", "check")));
        lists.put("check", listed(chain("check", ""), jump("check", "firewall"), jump("check", "check")));
        lists.put(
                "firewall",
                listed(
                        chain("firewall", ""),
                        "{\"rule\": {\"chain\": \"firewall\", \"handle\": 4, \"expr\": [{\"drop\": null}]}}"));

        Table table = rulesets().read().tables().getFirst();
        assertThat(table.chains()).containsOnlyKeys("filter-forward", "check", "firewall");
        assertThat(table.forward()).containsExactly(new Table.Base("filter-forward", false));
        assertThat(ran).hasSize(7).noneMatch(command -> command.contains("list table"));
    }

    @Test
    void aLargeTableWhereMuchIsReachedIsListedAsAWhole() {
        services(5_000);
        String all = listed(
                BASE,
                IntStream.range(0, 5_000)
                        .mapToObj(i -> jump("filter-forward", "service-" + i))
                        .toArray(String[]::new));
        lists.put("filter-forward", all);
        lists.put("kube-proxy", all);

        assertThat(rulesets().read().tables().getFirst().chains().get("filter-forward"))
                .hasSize(5_000);
        assertThat(ran).hasSize(5).last().asString().contains("list table ip kube-proxy");
    }

    @Test
    void aTableThatCannotBeReadHidesNoOther() {
        services(5_000);
        lists.computeIfPresent("", (_, all) -> all.replace("]}", ", " + FORWARD + "]}"));
        lists.put("filter-forward", "nonsense");
        lists.put("filter", "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n");

        Rulesets.State state = rulesets().read();
        assertThat(state.unchecked()).hasSize(1);
        assertThat(state.tables()).extracting(Table::name).containsExactly("filter");
    }

    private void services(int number) {
        lists.put(
                "",
                listed(
                        BASE,
                        IntStream.range(0, number)
                                .mapToObj(i -> chain("service-" + i, ""))
                                .toArray(String[]::new)));
    }

    private static String listed(String first, String... more) {
        return "{\"nftables\": [" + first + Stream.of(more).map(", "::concat).collect(Collectors.joining()) + "]}";
    }

    private static String chain(String name, String more) {
        return "{\"chain\": {\"family\": \"ip\", \"table\": \"kube-proxy\", \"name\": \"" + name + "\"" + more + "}}";
    }

    private static String jump(String chain, String target) {
        return "{\"rule\": {\"chain\": \"" + chain + "\", \"handle\": 3, \"expr\": [{\"jump\": {\"target\": \"" + target
                + "\"}}]}}";
    }

    private Rulesets rulesets() {
        return new Rulesets(this::run, () -> generation, proc);
    }

    private String run(List<String> command) throws IOException {
        ran.add(String.join(" ", command));
        if (!installed) {
            throw new Programs.MissingProgramException(command.getFirst(), new IOException("not there"));
        }
        if (!lists.isEmpty()) {
            return lists.getOrDefault(command.contains("chains") ? "" : command.getLast(), "");
        }
        return command.getFirst().equals("nft") ? CHAINS : "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n";
    }
}
