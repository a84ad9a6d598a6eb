// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects what a cluster exports while its gateways are set up again, one after the other, on empty disks. */
final class ReinstallIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    @Test
    void everyGatewayOfTwoClustersIsReinstalled() throws IOException {
        ClusterSet set = ClusterSet.start(LAB);
        Member west = set.joined("west", "gw-1");
        Member first = set.joined("east", "gw-1");
        Member second = set.joined("east", "gw-2", "--additional-gateway");
        for (Member each : List.of(first, second)) {
            each.export("shop/both", 1);
            each.export("shop/contested", 2);
        }
        Member south = set.joined("south", "gw-1");
        south.export("shop/lone", 1);
        west.awaitAddresses("shop/both", first.pod(1));
        west.awaitAddresses("shop/contested", first.pod(2));
        west.awaitAddresses("shop/lone", south.pod(1));
        // Younger, and of another type: loses as long as the others keep their age.
        west.export("shop/contested", 3, "headless");
        Eventually.eventually(
                "the conflict is decided",
                ClusterSet.LIMIT,
                () -> assertThat(set.ask("service", "list")).containsPattern("shop/contested.*Conflict"));

        List<String> agesOfBoth = set.ages("shop/both");
        List<String> agesOfContested = set.ages("shop/contested");
        List<String> ageOfLone = set.ages("shop/lone");
        Watch both = Watch.start(west, "shop/both");
        Watch lone = Watch.start(west, "shop/lone");
        // Its own endpoint alone, as east's type has it; by its own type it would get all.
        west.awaitAddresses("shop/contested", west.pod(3));
        Watch winner = Watch.start(west, "shop/contested");

        reinstall(set, first, "east", "gw-1");
        reinstall(set, second, "east", "gw-2");
        reinstall(set, south, "south", "gw-1");

        assertThat(set.ages("shop/both")).isEqualTo(agesOfBoth);
        assertThat(set.ages("shop/contested")).isEqualTo(agesOfContested);
        assertThat(set.ages("shop/lone")).isEqualTo(ageOfLone);
        assertThat(set.ask("service", "list")).containsPattern("shop/contested +ClusterSetIP");
        both.neverAnsweredOtherThan(first.pod(1));
        lone.neverAnsweredOtherThan(south.pod(1));
        winner.neverAnsweredOtherThan(west.pod(3));
    }

    /** With a source that cannot be read at first, so that the gateway connects before it knows what it exports. */
    private static void reinstall(ClusterSet set, Member member, String cluster, String gateway) throws IOException {
        Path exports = member.folder().file("exports.yaml");
        String readable = Files.readString(exports);
        member.stop();
        member.loseData();
        Files.writeString(exports, "services: [\n");
        member.folder().withToken(set.token(cluster, "--gateway", gateway));
        member.start().awaitLog("source file: cannot be read", ClusterSet.LIMIT);
        member.awaitConnected();

        Files.writeString(exports, readable);
        Eventually.eventually(
                "the source is read",
                ClusterSet.LIMIT,
                () -> assertThat(member.status("/metrics"))
                        .contains("hanse_source_stale{source=\"file\"} 0.0", "hanse_exports_unanswered 0.0"));
        assertThat(set.ask("gateway", "list", cluster)).containsPattern(cluster + "/" + gateway + " +yes");
    }
}
