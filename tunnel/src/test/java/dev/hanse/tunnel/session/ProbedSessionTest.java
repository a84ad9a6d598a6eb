// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static dev.hanse.tunnel.session.LoneSession.REMOTE;
import static dev.hanse.tunnel.session.LoneSession.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.peer.PeerConfig;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects peers that answer probes from waits that were made for those that seldom say anything: after an outage they are reached within five seconds. */
class ProbedSessionTest {

    private static final long NOW = 7;
    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.77", 51820);
    private static final InetSocketAddress ROAMED = new InetSocketAddress("198.51.100.7", 4000);

    private final LoneSession lone = new LoneSession();

    @BeforeEach
    void probe() {
        configure(true, REMOTE);
    }

    private void configure(boolean probes, InetSocketAddress address) {
        PeerConfig config = lone.config(address);
        lone.apply(new PeerConfig(
                config.id(),
                config.publicKey(),
                config.presharedKey(),
                config.remoteAddresses(),
                config.prefixes(),
                config.ciphers(),
                probes));
    }

    @Test
    void isCalledAfterASecondAndAHalfWithoutAnAnswer() {
        lone.calls(NOW);
        silentSince(NOW + 10 * SECOND);
        assertThat(called(NOW + 11 * SECOND)).isEmpty();
        assertThat(called(NOW + 11 * SECOND + SECOND / 2)).containsExactly(REMOTE);
    }

    @Test
    void isNotCalledAgainWhereItIsHeardMeanwhileUnderKeysThatAreGood() {
        lone.calls(NOW);
        silentSince(NOW + 10 * SECOND);
        assertThat(called(NOW + 12 * SECOND)).containsExactly(REMOTE);
        lone.activity().keepaliveReceived(NOW + 13 * SECOND);
        assertThat(called(NOW + 17 * SECOND)).isEmpty();
        silentSince(NOW + 20 * SECOND);
        assertThat(called(NOW + 22 * SECOND)).as("the next silence").containsExactly(REMOTE);
    }

    @Test
    void othersAreCalledAfterFifteenSeconds() {
        configure(false, REMOTE);
        lone.calls(NOW);
        silentSince(NOW + 10 * SECOND);
        assertThat(called(NOW + 24 * SECOND)).isEmpty();
        assertThat(called(NOW + 25 * SECOND)).containsExactly(REMOTE);
    }

    @Test
    void isCalledAgainAfterThreeSeconds() {
        lone.request(NOW);
        assertThat(called(NOW + 3 * SECOND - 1)).isEmpty();
        assertThat(called(NOW + 3 * SECOND + SessionLimits.REKEY_JITTER)).containsExactly(REMOTE);
    }

    @Test
    void isCalledWhereItIsSaidToBeSinceItWasHeardAndThereToo() {
        lone.calls(NOW);
        lone.activity().keepaliveReceived(NOW + 9 * SECOND);
        configure(true, OTHER);
        assertThat(lone.activity().remote())
                .as("whoever is there gets no packets")
                .isEqualTo(REMOTE);
        silentSince(NOW + 10 * SECOND);
        assertThat(called(NOW + 12 * SECOND)).containsExactly(OTHER, REMOTE);
        assertThat(called(NOW + 16 * SECOND)).containsExactly(OTHER, REMOTE);
    }

    @Test
    void isCalledWhereItWasHeardSinceThat() {
        lone.calls(NOW);
        configure(true, OTHER);
        lone.activity().learnRemote(ROAMED);
        lone.activity().keepaliveReceived(NOW + 9 * SECOND);
        silentSince(NOW + 10 * SECOND);
        assertThat(called(NOW + 12 * SECOND)).containsExactly(ROAMED);
        assertThat(called(NOW + 16 * SECOND)).containsExactly(OTHER);
    }

    @Test
    void aNewAddressIsCalledWithinASecondAndNotMoreOften() {
        lone.request(NOW);
        configure(true, OTHER);
        assertThat(called(NOW + SECOND - 1)).isEmpty();
        assertThat(called(NOW + SECOND)).containsExactly(OTHER);
        configure(true, REMOTE);
        configure(true, OTHER);
        assertThat(called(NOW + 2 * SECOND - 1)).isEmpty();
        assertThat(called(NOW + 2 * SECOND)).containsExactly(OTHER);
    }

    @Test
    void anAddressThatIsToldAgainIsNotCalledBeforeItsTime() {
        lone.request(NOW);
        configure(true, REMOTE);
        assertThat(called(NOW + 2 * SECOND)).isEmpty();
    }

    @Test
    void itsHandshakeEndsOurs() {
        lone.request(NOW);
        lone.confirm(lone.answers(NOW + SECOND));
        assertThat(called(NOW + 6 * SECOND)).isEmpty();
        assertThat(lone.indices()).isEqualTo(1);
    }

    private void silentSince(long now) {
        lone.activity().dataSent(0, 0, now);
        assertThat(called(now)).isEmpty();
    }

    private List<InetSocketAddress> called(long now) {
        return LoneSession.sends(lone.tick(now)).stream()
                .filter(send -> LoneSession.isInitiation(send.datagram()))
                .map(SessionAction.Send::remote)
                .toList();
    }
}
