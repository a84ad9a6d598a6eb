// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.node.names.GatewayDns.State;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects the memory of a node whose kernel answers slowly while gateways come and go. */
final class NewestRedirectionTest {

    private final List<Runnable> queued = new ArrayList<>();
    private final List<Redirection> wanted = new ArrayList<>();
    private final NewestRedirection newest = new NewestRedirection(queued::add, wanted::add);

    private static Redirection of(InetSocketAddress silent) {
        return Redirection.of(
                List.of(
                        new GatewayDns(State.SILENT, Set.of(silent)),
                        new GatewayDns(State.ANSWERS, Set.of(RedirectionTest.THREE))),
                "node-1");
    }

    @Test
    void onlyTheNewestWaits() {
        newest.want(of(RedirectionTest.ONE));
        newest.want(Redirection.NONE);
        newest.want(of(RedirectionTest.TWO));
        assertThat(queued).hasSize(1);
        queued.removeFirst().run();
        assertThat(wanted).containsExactly(of(RedirectionTest.TWO));
    }

    @Test
    void whatComesAfterThatIsHandedOnToo() {
        newest.want(of(RedirectionTest.ONE));
        queued.removeFirst().run();
        newest.want(Redirection.NONE);
        queued.removeFirst().run();
        assertThat(wanted).containsExactly(of(RedirectionTest.ONE), Redirection.NONE);
    }
}
