// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Protects the step from one view to the next: serials rise, what has not changed is not made again. */
class ZoneCompilerTest {

    private final ZoneCompiler compiler = new ZoneCompiler(WireName.of("clusterset.local"), List.of(), false);

    private static TestView view() {
        return new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "west", "10.2.0.1")
                .clusterSetIp("bank/api", "http/tcp/80")
                .endpoints("bank/api", "east", "10.1.0.1");
    }

    private static @Nullable Node find(Zone zone, String name) {
        WireName wire = WireName.of(name);
        return zone.names().find(wire.octets(), wire.length(), wire.nameHash());
    }

    @Test
    void raisesTheSerialWithEveryChange() {
        Set<ClusterId> west = Set.of(new ClusterId("west"));
        assertThat(compiler.compile(view().version(5), Set.of()).soa().serial()).isEqualTo(5);
        assertThat(compiler.compile(view().version(5), west).soa().serial()).isEqualTo(6);
        assertThat(compiler.compile(view().version(6), west).soa().serial()).isEqualTo(7);
        assertThat(compiler.compile(view().version(9), west).soa().serial()).isEqualTo(9);
    }

    @Test
    void raisesTheSerialAcrossTheWrap() {
        assertThat(compiler.compile(view().version(0xffff_ffffL), Set.of())
                        .soa()
                        .serial())
                .isEqualTo(0xffff_ffffL);
        assertThat(compiler.compile(view().version(0x1_0000_0000L), Set.of())
                        .soa()
                        .serial())
                .isEqualTo(1);
    }

    @Test
    void givesTheSameZoneForTheSameView() {
        Zone first = compiler.compile(view().version(5), Set.of());
        assertThat(compiler.compile(view().version(5), Set.of())).isSameAs(first);
    }

    @Test
    void keepsNodesOfServicesThatDidNotChange() {
        Zone first = compiler.compile(view().version(5), Set.of());
        Zone second = compiler.compile(
                view().endpoints("shop/web", "west", "10.2.0.2").version(6), Set.of());
        assertThat(find(second, "api.bank.svc.clusterset.local"))
                .isSameAs(find(first, "api.bank.svc.clusterset.local"));
        assertThat(find(second, "web.shop.svc.clusterset.local"))
                .isNotSameAs(find(first, "web.shop.svc.clusterset.local"));
    }

    @Test
    void forgetsServicesAndTheirNamespaces() {
        int empty = compiler.compile(View.empty(new ClusterId("east")), Set.of())
                .names()
                .size();
        Zone full = compiler.compile(view().version(5), Set.of());
        assertThat(find(full, "shop.svc.clusterset.local")).isNotNull();
        Zone less = compiler.compile(view().without("shop/web").version(6), Set.of());
        assertThat(find(less, "shop.svc.clusterset.local")).isNull();
        assertThat(find(less, "web.shop.svc.clusterset.local")).isNull();
        assertThat(find(less, "bank.svc.clusterset.local")).isNotNull();
        assertThat(compiler.compile(View.empty(new ClusterId("east")), Set.of())
                        .names()
                        .size())
                .isEqualTo(empty);
    }

    @Test
    void leavesOutEndpointNamesOver255Octets() {
        String label = "a".repeat(63);
        Zone zone = compiler.compile(
                new TestView("east")
                        .headless(label + "/" + label, "http/tcp/80")
                        .endpoints(label + "/" + label, "b".repeat(41), "10.0.0.1," + label)
                        .version(1),
                Set.of());
        Node service = Objects.requireNonNull(find(zone, label + "." + label + ".svc.clusterset.local"));
        assertThat(service.addresses().ipv4()).isNotNull();
        assertThat(service.records(RecordType.SRV)).isNull();
    }

    @Test
    void returnsToAnEarlierStateAfterSmallChanges() {
        View first = view().version(5);
        View second = view().endpoints("shop/web", "west", "10.2.0.2").version(6);
        compiler.compile(first, Set.of());
        compiler.compile(second, Set.of());
        assertThat(web(compiler.compile(first, Set.of()))).isEqualTo("10.2.0.1");
        assertThat(web(compiler.compile(view().clusterSetIp("shop/z").version(7), Set.of())))
                .isEqualTo("10.2.0.1");
        assertThat(web(compiler.compile(second, Set.of()))).isEqualTo("10.2.0.2");
    }

    private static String web(Zone zone) {
        byte[] record = Objects.requireNonNull(Objects.requireNonNull(find(zone, "web.shop.svc.clusterset.local"))
                        .records(RecordType.A))
                .array(0);
        return record[12] + "." + record[13] + "." + record[14] + "." + record[15];
    }
}
