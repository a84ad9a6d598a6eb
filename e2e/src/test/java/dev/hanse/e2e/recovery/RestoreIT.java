// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Protects a cluster set whose control plane was restored from a backup: nobody keeps what never was, who was put out stays out,
 * and the operator is told.
 */
final class RestoreIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    @Test
    void aBackupFiveChangesARestore() throws IOException {
        ClusterSet set = ClusterSet.start(LAB);
        Member west = set.joined("west", "gw-1");
        Member east = set.joined("east", "gw-1");
        Member second = set.joined("east", "gw-2", "--additional-gateway");
        Member north = set.joined("north", "gw-1");
        east.export("shop/old", 1);
        east.export("shop/moved", 2);
        second.export("shop/second", 3);
        north.export("shop/north", 1);
        west.awaitAddresses("shop/old", east.pod(1));
        west.awaitAddresses("shop/moved", east.pod(2));
        west.awaitAddresses("shop/second", east.pod(3));
        west.awaitAddresses("shop/north", north.pod(1));
        Path backup = backup(set);

        east.withdraw("shop/old");
        east.export("shop/moved", 4);
        set.ask("cluster", "remove", "north", "--yes");
        set.ask("gateway", "remove", "east/gw-2", "--yes");
        Member south = set.joined("south", "gw-1");
        south.export("shop/late", 1);
        west.awaitAddresses("shop/late", south.pod(1));
        west.awaitAddresses("shop/moved", east.pod(4));
        west.awaitAddresses("shop/old");
        west.awaitAddresses("shop/north");
        west.awaitAddresses("shop/second");

        set.stopControlPlane();
        restore(set, backup);
        set.startControlPlane();
        west.awaitConnected();
        east.awaitConnected();

        west.awaitAddresses("shop/moved", east.pod(4));
        west.awaitAddresses("shop/late");
        assertThat(west.resolve("shop/old")).as("withdrawn after the backup").isEmpty();
        assertThat(west.resolve("shop/north")).as("of a removed cluster").isEmpty();
        assertThat(west.resolve("shop/second")).as("of a removed gateway").isEmpty();
        whoWasPutOutStaysOut(set, north, second);
        theOperatorIsTold(set);

        south.folder().withToken(set.token("south"));
        south.stop();
        south.start();
        west.awaitAddresses("shop/late", south.pod(1));
    }

    private static void whoWasPutOutStaysOut(ClusterSet set, Member... removed) {
        for (Member each : removed) {
            each.stop();
            each.start().awaitLog("IDENTITY_REVOKED", ClusterSet.LIMIT);
            assertThat(each.status("/metrics")).contains("hanse_link_up 0.0");
        }
        assertThat(set.ask("gateway", "list"))
                .contains("west/gw-1", "east/gw-1")
                .doesNotContain("north/", "east/gw-2", "south/");
        assertThat(set.ask("cluster", "list")).doesNotContain("north", "south");
    }

    private static void theOperatorIsTold(ClusterSet set) {
        set.process().awaitLog("the store was restored from a backup", ClusterSet.LIMIT);
        assertThat(set.ask("audit", "--action", "store.restored"))
                .contains("clusters removed again: north", "gateways removed again: east/gw-2");
        Eventually.eventually(
                "the certificate of a cluster that the backup does not know is listed",
                ClusterSet.LIMIT,
                () -> assertThat(set.status("/readyz"))
                        .contains("certificates that it cannot account for", "/cluster/south/gateway/gw-1"));
        assertThat(set.ask("audit", "--action", "certificate.unknown")).contains("/cluster/south/gateway/gw-1");
        assertThat(set.status("/metrics")).contains("hanse_store_restored 1.0");
    }

    /** As docs/operations.md says, while it runs. */
    private static Path backup(ClusterSet set) {
        Path backup = LAB.folder("backup").resolve("backup.db");
        LAB.runHere(
                        Eventually.LIMIT,
                        "sqlite3",
                        set.data("federation.db").toString(),
                        "VACUUM INTO '" + backup.toAbsolutePath() + "'")
                .orFail();
        return backup;
    }

    private static void restore(ClusterSet set, Path backup) throws IOException {
        Files.copy(backup, set.data("federation.db"), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(set.data("federation.db-wal"));
        Files.deleteIfExists(set.data("federation.db-shm"));
    }
}
