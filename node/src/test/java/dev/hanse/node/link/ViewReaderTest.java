// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.proto.v1.NodeView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Protects log and status from long texts that a gateway says in the place of addresses. */
final class ViewReaderTest {

    private static NodeView.Builder view() {
        return NodeView.newBuilder().setCluster("east").setGateway("east-1").setKnown(true);
    }

    @Test
    void theLongestAddressIsRead() {
        String longest = "2001:0db8:1111:1111:1111:1111:255.255.255.255";
        assertThat(ViewReader.read(view().addDnsAddresses("[" + longest + "]:65535")
                                .build())
                        .dns())
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral(longest), 65_535));
    }

    @Test
    void aLongTextIsRefusedAndNotRepeated() {
        NodeView said = view().addDnsAddresses("1".repeat(1_000_000)).build();
        assertThatThrownBy(() -> ViewReader.read(said))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("addresses of DNS: one of 1000000 characters (expected: at most 53)");
        NodeView hop = view().addNextHops("x".repeat(54)).build();
        assertThatThrownBy(() -> ViewReader.read(hop)).hasMessageStartingWith("next hops: one of 54 characters");
    }
}
