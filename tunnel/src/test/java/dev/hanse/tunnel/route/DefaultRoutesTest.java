// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the inner MTU: it is found on hosts that have one kind of addresses only, too. */
class DefaultRoutesTest {

    private static final String ZERO = "00000000000000000000000000000000";

    @Test
    void findsTheDeviceOfIpv4() {
        assertThat(DefaultRoutes.v4(List.of(
                        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
                        "eth1\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
                        "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0")))
                .containsExactly("eth0");
        assertThat(DefaultRoutes.v4(List.of("Iface\tDestination", ""))).isEmpty();
    }

    @Test
    void findsThoseOfIpv6AndNotTheOneForWhatHasNoRoute() {
        String gateway = " " + ZERO + " 00 fe800000000000000000000000000001 00000400 00000001 00000000 ";
        assertThat(DefaultRoutes.v6(List.of(
                        "20010db8000000000000000000000000 40 " + ZERO + " 00 " + ZERO
                                + " 00000100 00000001 00000000 00000001     eth1",
                        ZERO + " 00" + gateway + "00000003     eth0",
                        ZERO + " 00" + gateway + "00000003     eth2",
                        ZERO + " 00 " + ZERO + " 00 " + ZERO + " ffffffff 00000001 00000000 00200200       lo")))
                .containsExactly("eth0", "eth2");
        assertThat(DefaultRoutes.v6(List.of(""))).isEmpty();
    }
}
