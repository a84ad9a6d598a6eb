// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.rpc.RpcFailure;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects that a lost link says what to do, where somebody can do something. */
class LinkAdviceTest {

    private static String advice(String reason) {
        return LinkAdvice.of(new RpcFailure(Status.Code.ABORTED, reason, "ended by the test"));
    }

    @ParameterizedTest
    @CsvSource({
        "STREAM_SUPERSEDED, give each its own data-dir",
        "IDENTITY_REVOKED, put a new token into join-token-file",
        "IDENTITY_MISMATCH, check which data-dir is used",
        "TUNNEL_KEY_IN_USE, remove tunnel.key and restart",
        "TUNNEL_ADDRESS_IN_USE, set tunnel.advertise to an address and port of this gateway alone"
    })
    void saysWhatToDo(String reason, String expected) {
        assertThat(advice(reason)).startsWith(" (").contains(expected).endsWith(")");
    }

    @Test
    void saysNothingWhereWaitingIsAll() {
        assertThat(advice("SHUTTING_DOWN")).isEmpty();
    }

    @Test
    void saysNothingWhereTheControlPlaneHasSaidIt() {
        assertThat(advice("PREFIX_OVERLAP")).isEmpty();
    }
}
