// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Protects the promise that any WireGuard implementation is a valid far end. One endpoint of ours has two wireguard-go peers: one it calls,
 * one that calls it. Takes a little over two minutes, since WireGuard renews its keys after 120 seconds.
 */
class WireguardInteropIT {

    private static final Duration START = Eventually.LIMIT;
    private static final int PINGS_ACROSS_REKEY = 280;

    @RegisterExtension
    final TestLab lab = new TestLab();

    private final PodStream streams = new PodStream("-t", "3");

    @Test
    void carriesTrafficAsInitiatorAndAsResponderAcrossRekey() {
        TestNetwork wan = lab.network("wan");
        TunnelHosts ours = new TunnelHosts(lab, wan, "ours", 1);
        TunnelHosts called = new TunnelHosts(lab, wan, "called", 2);
        TunnelHosts calling = new TunnelHosts(lab, wan, "calling", 3);
        WireguardGo responder = new WireguardGo(called.gateway(), lab.folder("called"));
        WireguardGo initiator = new WireguardGo(calling.gateway(), lab.folder("calling"));
        EndpointSettings settings = new EndpointSettings(lab.folder("ours"), "192.0.2.1:51820", ours.prefixes())
                .peer(responder.publicKey(), called.prefixes(), "192.0.2.2:51820")
                .peer(initiator.publicKey(), calling.prefixes());
        responder.start(settings.publicKey(), ours.prefixes());
        initiator.start(settings.publicKey(), ours.prefixes(), "192.0.2.1:51820");
        TestProcess endpoint = settings.start(ours.gateway()).awaitLog("ready ", START);

        // The first packet opens the session: from here towards one, from there on the other.
        Ping.assertAnswered(ours.pod(), called.podAddress());
        Ping.assertAnswered(calling.pod(), ours.podAddress());
        Ping.assertAnswered(ours.pod(), called.podAddress6());
        Ping.assertAnswered(calling.pod(), ours.podAddress6());
        long calledAt = responder.latestHandshake();
        long callingAt = initiator.latestHandshake();
        assertThat(calledAt).isPositive();
        assertThat(callingAt).isPositive();

        TestProcess outbound = pingAcrossRekey(ours.pod(), called.podAddress());
        TestProcess inbound = pingAcrossRekey(calling.pod(), ours.podAddress());
        streams.bothWays(called.pod(), called.podAddress(), ours.pod());
        streams.bothWays(ours.pod(), ours.podAddress(), calling.pod());
        outbound.awaitExit(Duration.ofMinutes(3));
        inbound.awaitExit(Duration.ofMinutes(3));
        assertNoGap(outbound);
        assertNoGap(inbound);

        assertThat(responder.latestHandshake()).as("rekey by us").isGreaterThan(calledAt + 100);
        assertThat(initiator.latestHandshake()).as("rekey by wireguard-go").isGreaterThan(callingAt + 100);
        streams.bothWays(called.pod(), called.podAddress(), ours.pod());
        streams.bothWays(ours.pod(), ours.podAddress(), calling.pod());
        assertThat(endpoint.logText()).doesNotContain("INTERNAL");
    }

    private static TestProcess pingAcrossRekey(TestHost from, String to) {
        return from.start("ping-" + to, "ping", "-c", "" + PINGS_ACROSS_REKEY, "-i", "0.5", "-W", "2", to);
    }

    /** Other load on the machine may cost single pings; a rekey that fails costs five seconds of them. */
    private static void assertNoGap(TestProcess ping) {
        Matcher received = Pattern.compile("(\\d+) received").matcher(ping.logText());
        assertThat(received.find()).isTrue();
        assertThat(Integer.parseInt(received.group(1))).isGreaterThanOrEqualTo(PINGS_ACROSS_REKEY - 5);
    }
}
