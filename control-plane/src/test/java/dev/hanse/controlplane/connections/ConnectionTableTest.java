// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects the room of members: who shows no certificate competes with his like, and of those with his neighbours first. */
class ConnectionTableTest {

    private static final ConnectionLimits LIMITS = new ConnectionLimits(6, 2, 8, 4, 1_024, Duration.ofMinutes(1));

    private long now = Long.MAX_VALUE - 10;
    private final ConnectionTable<String> table = new ConnectionTable<>(LIMITS, () -> now);

    private String admit(String connection, String network) {
        ConnectionTable.Admission<String> admission = table.admit(connection, network);
        return admission.admitted()
                ? admission.inPlaceOf().map(each -> "instead of " + each).orElse("admitted")
                : "refused";
    }

    private void admit(int connections, String network) {
        IntStream.range(0, connections)
                .forEach(i -> assertThat(admit(network + "-" + i, network)).isEqualTo("admitted"));
    }

    private Optional<String> member(String connection, String identity) {
        assertThat(admit(connection, "192.0.2.9")).isEqualTo("admitted");
        return table.prove(connection, identity);
    }

    @Test
    void networkHasItsShare() {
        admit(4, "a");

        assertThat(admit("a-4", "a")).isEqualTo("refused");
        assertThat(admit("b-0", "b")).isEqualTo("admitted");
        assertThat(table.unproven()).isEqualTo(5);
    }

    @Test
    void idleOneMakesRoomForANeighbourButNoneWhoseHandshakeMayGoOn() {
        admit(4, "a");
        now += Duration.ofSeconds(3).toNanos() - 1;
        assertThat(admit("a-4", "a")).isEqualTo("refused");

        now += 1;

        assertThat(admit("a-5", "a")).isEqualTo("instead of a-0");
        assertThat(admit("a-6", "a")).isEqualTo("instead of a-1");
    }

    @Test
    void loneAddressComesInWhileOthersFillTheRest() {
        admit(4, "a");
        admit(4, "b");

        assertThat(admit("c-0", "c")).startsWith("instead of ");
        assertThat(table.unproven()).isEqualTo(8);
    }

    @Test
    void equalSharesAreLeftAlone() {
        IntStream.range(0, 8).forEach(i -> admit(1, "n" + i));

        assertThat(admit("x", "x")).isEqualTo("refused");
        now += Duration.ofSeconds(3).toNanos();
        assertThat(admit("x", "x")).startsWith("instead of ");
    }

    @Test
    void provenOnesTakeNoRoomOfTheOthers() {
        assertThat(member("m", "gw-1")).isEmpty();
        admit(4, "a");
        admit(4, "b");

        assertThat(table.members()).isEqualTo(1);
        assertThat(table.unproven()).isEqualTo(8);
    }

    @Test
    void oldestOfAnIdentityGoes() {
        member("first", "gw-1");
        member("second", "gw-1");

        assertThat(member("third", "gw-1")).hasValue("first");
        assertThat(table.members()).isEqualTo(2);
    }

    @Test
    void identityWithMostMakesRoomForOneWithNone() {
        member("a1", "a");
        member("a2", "a");
        for (String each : new String[] {"b", "c", "d", "e"}) {
            assertThat(member(each, each)).isEmpty();
        }

        assertThat(member("f", "f")).hasValue("a1");
        assertThat(member("g", "g")).hasValue("g");
        assertThat(table.members()).isEqualTo(6);
    }

    @Test
    void goneConnectionLeavesNothing() {
        admit(1, "a");
        member("m", "gw-1");
        table.remove("a-0");
        table.remove("m");
        table.remove("m");

        assertThat(table.unproven()).isZero();
        assertThat(table.members()).isZero();
        assertThat(table.prove("a-0", "gw-1")).isEmpty();
        assertThat(table.members()).isZero();
    }
}
