// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Packets;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Ports;
import dev.hanse.net.linux.rtnetlink.TableRoute.Way;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what the kernel is told of rules and tables: it reads as what the kernel itself tells, and what this host has can be read. */
final class PolicyRoutingTest {

    private static final long TABLE = 4_200_000_007L;

    @Test
    void rulesReadAsTheyWereMade() {
        Packets frames = Packets.made(17, new Ports(51_820, 51_835), Ports.ANY);
        Packets answers =
                Packets.made(6, Ports.of(65_535), Ports.ANY).from(new Network(InetAddress.ofLiteral("fd00:2::9"), 128));
        for (PolicyRule rule : List.of(
                new PolicyRule(false, 32_765, TABLE, 104, frames),
                new PolicyRule(true, 1, TABLE, 104, answers),
                new PolicyRule(
                        false,
                        4_000_000_000L,
                        254,
                        104,
                        Packets.made(6, Ports.ANY, Ports.of(9443))
                                .to(new Network(InetAddress.ofLiteral("10.2.0.9"), 32))),
                new PolicyRule(true, 9, 254, 3, Packets.ALL))) {
            assertThat(read(rule)).contains(rule);
        }
    }

    private static Optional<PolicyRule> read(PolicyRule rule) {
        ByteBuffer order = RuleCodec.order(RuleCodec.NEW, NetlinkOrder.ORDER, rule);
        return RuleCodec.read(order.slice(16, order.capacity() - 16).order(order.order()));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 12, 16, 17, 19, 20})
    void conditionsThatAreNotKnownAreConditionsAllTheSame(int attribute) {
        ByteBuffer order =
                RuleCodec.order(RuleCodec.NEW, NetlinkOrder.ORDER, new PolicyRule(false, 9, 254, 3, Packets.ALL));
        ByteBuffer longer = ByteBuffer.allocate(order.capacity() + 8).order(ByteOrder.nativeOrder());
        longer.put(order.duplicate());
        NetlinkOrder.attribute(longer, attribute, 1);
        assertThat(RuleCodec.read(longer.slice(16, longer.capacity() - 16).order(longer.order())))
                .get()
                .satisfies(rule -> assertThat(rule.packets()).isNotEqualTo(Packets.ALL));
    }

    @Test
    void waysReadAsTheyWereMade() throws LinuxException {
        ByteBuffer attributes = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        NetlinkOrder.attribute(attributes, 4, 3);
        NetlinkOrder.attribute(attributes, 5, new byte[] {10, 1, 0, 1});
        Way way = new Way((byte) 1, (byte) 253, 4, attributes.flip());
        for (TableRoute route : List.of(
                new TableRoute(new Network(InetAddress.ofLiteral("10.2.0.0"), 16), 1024, 104, way),
                new TableRoute(new Network(InetAddress.ofLiteral("0.0.0.0"), 0), 9, 104, Way.UNREACHABLE),
                new TableRoute(
                        new Network(InetAddress.ofLiteral("fd00:2::"), 32), 4_200_000_000L, 104, Way.NEXT_RULE))) {
            assertThat(read(TableCodec.put(route, TABLE), TABLE)).containsExactly(route);
            assertThat(read(TableCodec.put(route, TABLE), PolicyRule.MAIN)).isEmpty();
        }
    }

    private static List<TableRoute> read(ByteBuffer order, long table) throws LinuxException {
        List<TableRoute> heard = new ArrayList<>();
        MessageReader.read(order, (_, body) -> TableCodec.read(body, table).ifPresent(heard::add));
        order.rewind();
        return heard;
    }

    @Test
    void thisHostHasTheRulesThatEveryHostHas() throws LinuxException {
        assertThat(PolicyRouting.rules(false))
                .anySatisfy(rule -> assertThat(rule.table()).isEqualTo(PolicyRule.MAIN));
        assertThat(PolicyRouting.routes(false, TABLE)).as("nobody has made it").isEmpty();
    }

    @Test
    void aRouteToIpv4InIpv6IsLeftOut() throws LinuxException {
        ByteBuffer order = NetlinkOrder.begun(TableCodec.NEW, NetlinkOrder.ORDER)
                .put((byte) 10)
                .put((byte) 96)
                .put(new byte[2])
                .put((byte) 254)
                .put(new byte[] {3, 0, 7})
                .putInt(0);
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        NetlinkOrder.attribute(order, 1, mapped);
        ByteBuffer ended = NetlinkOrder.ended(order);

        assertThat(TableCodec.read(ended.slice(16, ended.capacity() - 16).order(ended.order()), PolicyRule.MAIN))
                .isEmpty();
        List<NetworkMessage> heard = new ArrayList<>();
        MessageReader.read(ended.position(0), heard);
        assertThat(heard).isEmpty();
    }
}
