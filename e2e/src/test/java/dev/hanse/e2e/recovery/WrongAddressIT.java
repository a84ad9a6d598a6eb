// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects members from a control plane that advertises an address at which nobody reaches it. */
final class WrongAddressIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    @Test
    void theAddressThatWorkedIsKept() throws IOException {
        ClusterSet set = ClusterSet.start(LAB);
        Member east = set.joined("east", "gw-1");

        set.stopControlPlane();
        set.startControlPlane("192.0.2.250:9443");
        east.process().awaitLog("link: the control plane was reached at", ClusterSet.LIMIT);
        east.awaitConnected();

        set.killControlPlane();
        set.startControlPlane("192.0.2.250:9443");
        east.awaitConnected();

        east.process().kill();
        east.start();
        east.awaitConnected();
    }
}
