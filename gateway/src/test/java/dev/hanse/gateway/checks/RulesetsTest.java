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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects an idle gateway from running programs all the time, and one without them from silence. */
class RulesetsTest {

    private static final String CHAINS = """
            {"nftables": [{"chain": {"family": "ip", "table": "filter", "name": "FORWARD", "handle": 1, "type": "filter", "hook": "forward", "prio": 0, "policy": "drop"}}]}
            """;

    @TempDir
    Path proc;

    private final List<String> ran = new ArrayList<>();
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

    private Rulesets rulesets() {
        return new Rulesets(this::run, () -> generation, proc);
    }

    private String run(List<String> command) throws IOException {
        ran.add(String.join(" ", command));
        if (!installed) {
            throw new Programs.MissingProgramException(command.getFirst(), new IOException("not there"));
        }
        return command.getFirst().equals("nft") ? CHAINS : "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n";
    }
}
