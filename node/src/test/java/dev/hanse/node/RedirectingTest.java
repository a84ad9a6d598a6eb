// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.node.names.GatewayDns;
import dev.hanse.node.names.GatewayDns.State;
import dev.hanse.node.names.Redirection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects that a gateway which stops is let go when its queries are led elsewhere, and not before. */
final class RedirectingTest {

    private static final InetSocketAddress ONE = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53);
    private static final InetSocketAddress TWO = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 53);

    private final List<Runnable> slow = new ArrayList<>();
    private final List<Redirection> kept = new ArrayList<>();
    private final Redirecting redirecting = new Redirecting("node-1", slow::add, kept::add, Runnable::run);
    private int settled;

    @BeforeEach
    void listen() {
        redirecting.onSettled(() -> settled++);
    }

    private void look(State one) {
        redirecting.look(List.of(new GatewayDns(one, Set.of(ONE)), new GatewayDns(State.ANSWERS, Set.of(TWO))));
        redirecting.settle();
    }

    @Test
    void whereNothingIsToBeLedItIsSettledAtOnce() {
        look(State.ANSWERS);
        assertThat(settled).isEqualTo(1);
        assertThat(slow).isEmpty();
    }

    @Test
    void itIsSettledWhenTheKernelDoesIt() {
        look(State.STOPS);
        look(State.STOPS);
        assertThat(settled).isZero();
        slow.removeFirst().run();
        assertThat(slow).isEmpty();
        assertThat(settled).isEqualTo(1);
        assertThat(kept).containsExactly(new Redirection(List.of(new Redirection.Way(Set.of(ONE), TWO))));
    }

    @Test
    void whatWasWantedBeforeSettlesNothing() {
        look(State.SILENT);
        Runnable before = slow.removeFirst();
        before.run();
        look(State.ANSWERS);
        look(State.STOPS);
        assertThat(slow).hasSize(1);
        slow.removeFirst().run();
        look(State.ANSWERS);
        assertThat(settled).isEqualTo(3);
        slow.removeFirst().run();
        assertThat(settled).isEqualTo(4);
        assertThat(kept).last().isEqualTo(Redirection.NONE);
    }
}
