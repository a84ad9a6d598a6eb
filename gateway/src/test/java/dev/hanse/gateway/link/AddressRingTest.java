// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects the way back to a control plane that moves, and from one that names no place or far too many. */
class AddressRingTest {

    private static final ControlPlaneAddress ONE = new ControlPlaneAddress("cp-1", 9443);
    private static final ControlPlaneAddress TWO = new ControlPlaneAddress("cp-2", 9443);

    private final List<List<ControlPlaneAddress>> learned = new ArrayList<>();
    private final AddressRing ring = new AddressRing(List.of(ONE, TWO), learned::add);

    @Test
    void addressesTakeTurns() {
        assertThat(ring.current()).contains(ONE);
        assertThat(ring.advance()).isTrue();
        assertThat(ring.current()).contains(TWO);
        ring.advance();
        assertThat(ring.current()).contains(ONE);
    }

    @Test
    void theOneInUseStaysWhereItIsStillNamed() {
        ring.advance();
        ring.learn(List.of("cp-3:9443", "cp-2:9443"));
        assertThat(ring.current()).contains(TWO);
        assertThat(learned).containsExactly(ring.all());

        ring.learn(List.of("cp-4:9443"));
        assertThat(ring.current()).contains(TWO);
    }

    @Test
    void whereTheControlPlaneWasReachedStaysThoughItDoesNotNameIt() {
        ring.advance();
        ring.learn(List.of("wrong:1"));
        assertThat(ring.all()).containsExactly(TWO, new ControlPlaneAddress("wrong", 1));
        assertThat(learned).as("for the next start too").containsExactly(ring.all());

        assertThat(ring.advance()).isTrue();
        assertThat(ring.current()).contains(new ControlPlaneAddress("wrong", 1));
        ring.advance();
        assertThat(ring.current()).contains(TWO);
    }

    @Test
    void anAddressThatIsNamedTakesOverOnceItWasReached() {
        ring.learn(List.of("cp-3:9443"));
        ring.advance();
        ring.learn(List.of("cp-3:9443"));
        assertThat(ring.all()).containsExactly(new ControlPlaneAddress("cp-3", 9443));
    }

    @Test
    void nothingThatCanBeReadChangesNothing() {
        ring.learn(List.of());
        ring.learn(List.of("nonsense"));
        assertThat(ring.all()).containsExactly(ONE, TWO);
        assertThat(learned).isEmpty();
    }

    @Test
    void readsAFewAndLeavesTheRest() {
        ring.learn(IntStream.range(0, 1000).mapToObj(i -> "cp-" + i + ":1").toList());
        assertThat(ring.all()).as("16 and the one in use").hasSize(17);

        ring.learn(Collections.nCopies(1000, "cp-9:1"));
        assertThat(ring.all()).containsExactly(ONE, new ControlPlaneAddress("cp-9", 1));
    }

    @Test
    void noAddressIsNoCurrentOne() {
        AddressRing empty = new AddressRing(List.of(), learned::add);
        assertThat(empty.current()).isEmpty();
        assertThat(empty.advance()).isFalse();
    }
}
