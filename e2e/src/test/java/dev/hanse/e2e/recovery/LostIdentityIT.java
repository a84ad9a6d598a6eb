// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects those who ask a gateway that has lost its identity, and holds a token that was used: it serves what it knows. */
final class LostIdentityIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    @Test
    void aGatewayWithoutIdentityServesAndComesBackByANewToken() throws IOException {
        ClusterSet set = ClusterSet.start(LAB);
        Member west = set.joined("west", "gw-1");
        west.export("shop/home", 1);
        west.awaitAddresses("shop/home", west.pod(1));
        Eventually.eventually(
                "the view is saved",
                ClusterSet.LIMIT,
                () -> assertThat(west.folder().file("data/view.state")).exists());
        List<String> age = set.ages("shop/home");
        west.stop();
        Files.delete(west.folder().file("data/identity.pem"));
        Files.delete(west.folder().file("data/identity.pem.copy"));

        west.start().awaitLog("TOKEN_USED", ClusterSet.LIMIT);
        west.process().awaitLog("hanse token create west --gateway gw-1", ClusterSet.LIMIT);
        assertThat(west.resolve("shop/home")).containsExactly(west.pod(1));

        west.folder().withToken(set.token("west", "--gateway", "gw-1"));
        west.awaitConnected();
        assertThat(set.ages("shop/home")).isEqualTo(age);
        west.export("shop/more", 2);
        west.awaitAddresses("shop/more", west.pod(2));
    }
}
