// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.node.routes.VxlanEnd;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.Vxlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Protects log and status from long texts that a gateway says in the place of addresses. */
final class ViewReaderTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");

    private static NodeView.Builder view() {
        return NodeView.newBuilder().setCluster("east").setGateway("east-1").setKnown(true);
    }

    @Test
    void theLongestAddressIsRead() {
        String longest = "2001:0db8:1111:1111:1111:1111:255.255.255.255";
        assertThat(ViewReader.read(
                                view().addDnsAddresses("[" + longest + "]:65535")
                                        .build(),
                                HERE)
                        .dns())
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral(longest), 65_535));
    }

    @Test
    void aLongTextIsRefusedAndNotRepeated() {
        NodeView said = view().addDnsAddresses("1".repeat(1_000_000)).build();
        assertThatThrownBy(() -> ViewReader.read(said, HERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("addresses of DNS: one of 1000000 characters (expected: at most 53)");
        NodeView hop = view().addNextHops("x".repeat(54)).build();
        assertThatThrownBy(() -> ViewReader.read(hop, HERE)).hasMessageStartingWith("next hops: one of 54 characters");
    }

    @Test
    void vxlanLeadsWhereTheGatewayWasCalled() {
        NodeView open =
                view().setVxlan(Vxlan.newBuilder().setPort(9_484).setVni(7)).build();
        assertThat(ViewReader.read(open, HERE).vxlan()).contains(new VxlanEnd(HERE, 9_484, 7, ""));
        NodeView refused =
                view().setVxlan(Vxlan.newBuilder().setRefused("no\u0007")).build();
        assertThat(ViewReader.read(refused, HERE).vxlan().orElseThrow().refused())
                .startsWith("no")
                .doesNotContain("\u0007");
        assertThat(ViewReader.read(view().build(), HERE).vxlan()).isEmpty();
        NodeView wrong = view().setVxlan(Vxlan.newBuilder().setPort(65_536)).build();
        assertThatThrownBy(() -> ViewReader.read(wrong, HERE)).hasMessageContaining("port 65536");
    }
}
