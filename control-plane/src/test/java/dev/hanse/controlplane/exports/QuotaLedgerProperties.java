// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ClusterId;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Protects the limits of members: whatever happens, the ledger says what counting everything again would say. */
class QuotaLedgerProperties {

    private static final long OCTETS = 7_000;
    private static final Quota GATEWAY = new Quota(3, 3, 6, 2 * OCTETS);
    private static final ExportLimits LIMITS =
            new ExportLimits(GATEWAY, new Quota(5, 5, 10, 3 * OCTETS), new Quota(6, 6, 12, 4 * OCTETS));

    /** One thing that happens to a gateway's exports. */
    record Step(int gateway, Kind kind, List<Item> items) {}

    enum Kind {
        SNAPSHOT,
        DELTA,
        REMOVE,
        PIECE_WITHOUT_END,
        LOSE,
        DROP,
        RESTART
    }

    /** A service (slice 0) or one of its slices; a foreign one is refused. */
    record Item(int service, int slice, int endpoints, boolean foreign) {

        ExportItem item() {
            if (slice == 0) {
                return Fixture.service("a/s" + service);
            }
            String[] addresses = new String[endpoints];
            for (int i = 0; i < endpoints; i++) {
                addresses[i] = (foreign ? "192.0.2." : "10.1.0.") + (i + 1);
            }
            return Fixture.slice("a/s" + service, "x" + slice, addresses);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Item> item = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(false, false, true))
                .as(Item::new);
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(Kind.class),
                        item.list().ofMaxSize(12))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(40);
    }

    /** Two gateways of one cluster, and one of another. */
    private static final class Cluster {

        private QuotaLedger ledger = new QuotaLedger(LIMITS);
        private List<GatewayExports> gateways = gateways(ledger);
        private long version;

        private static List<GatewayExports> gateways(QuotaLedger ledger) {
            List.of("gw-1", "gw-2").forEach(each -> ledger.addGateway(Fixture.gateway("east", each)));
            ledger.addGateway(Fixture.gateway("west", "gw-1"));
            return List.of(
                    new GatewayExports(Fixture.gateway("east", "gw-1"), ledger),
                    new GatewayExports(Fixture.gateway("east", "gw-2"), ledger),
                    new GatewayExports(Fixture.gateway("west", "gw-1"), ledger));
        }

        void play(Step step) {
            GatewayExports gateway = gateways.get(step.gateway());
            switch (step.kind()) {
                case SNAPSHOT -> change(gateway, true, true, step.items());
                case DELTA -> change(gateway, gateway.position().equals(Position.NONE), true, step.items());
                case REMOVE -> remove(gateway, step.items());
                case PIECE_WITHOUT_END -> change(gateway, true, false, step.items());
                case LOSE -> gateway.lost(Fixture.NOW);
                case DROP -> gateway.drop();
                case RESTART -> restart();
            }
        }

        private void change(GatewayExports gateway, boolean snapshot, boolean end, List<Item> items) {
            gateway.connected(!snapshot);
            stage(gateway, snapshot, List.of(), items.stream().map(Item::item).toList());
            if (end) {
                gateway.commit(new Position("g", version), () -> version);
            }
        }

        private void remove(GatewayExports gateway, List<Item> items) {
            if (!gateway.position().equals(Position.NONE)) {
                gateway.connected(true);
                stage(
                        gateway,
                        false,
                        items.stream().map(each -> each.item().key()).toList(),
                        List.of());
                gateway.commit(new Position("g", version), () -> version);
            }
        }

        private void stage(GatewayExports gateway, boolean snapshot, List<ExportKey> removals, List<ExportItem> items) {
            ExportChange piece = new ExportChange(new Position("g", ++version), snapshot, true, removals, items);
            gateway.staged(
                            piece,
                            (base, position, begin) ->
                                    new StagedChange(Fixture.cluster("east", 1), base, ledger, position, begin))
                    .take(piece);
        }

        private void restart() {
            QuotaLedger fresh = new QuotaLedger(LIMITS);
            List<GatewayExports> restored = gateways(fresh);
            for (int i = 0; i < gateways.size(); i++) {
                gateways.get(i).all().forEach(restored.get(i)::restore);
                restored.get(i).restore(gateways.get(i).position());
            }
            ledger = fresh;
            gateways = restored;
        }

        /** Of east. */
        long services() {
            return gateways.stream()
                    .filter(each -> each.gateway().cluster().value().equals("east"))
                    .flatMap(each -> each.all().stream())
                    .filter(each -> !each.key().isSlice() && each.value().isPresent())
                    .map(each -> each.key().service())
                    .distinct()
                    .count();
        }
    }

    private static Holdings recount(Collection<Contribution> all) {
        int services = 0;
        int slices = 0;
        int endpoints = 0;
        int refusedOnly = 0;
        long octets = 0;
        for (Contribution each : all) {
            octets += Holdings.of(each).octets();
            if (each.value().isEmpty()) {
                refusedOnly++;
            } else if (each.value().get() instanceof ExportItem.Slice(var slice, var _)) {
                slices++;
                endpoints += slice.endpoints().size();
            } else {
                services++;
            }
        }
        return new Holdings(services, slices, endpoints, refusedOnly, octets);
    }

    /** Everything that is held by any gateway, and nothing else while no change is under way. */
    private static Holdings recountSet(Cluster cluster) {
        Holdings all = Holdings.NONE;
        for (String id : List.of("east", "west")) {
            ClusterHoldings ofCluster = new ClusterHoldings();
            for (GatewayExports each : cluster.gateways) {
                if (each.gateway().cluster().value().equals(id)) {
                    ofCluster.addGateway(each.gateway());
                    ofCluster.hold(each.gateway(), recount(each.all()));
                    each.all().stream()
                            .filter(said ->
                                    !said.key().isSlice() && said.value().isPresent())
                            .forEach(said -> ofCluster.countExporter(said.key().service(), 1));
                }
            }
            all = all.plus(ofCluster.reserved());
        }
        return all;
    }

    @Property(tries = 500)
    void ledgerSaysWhatCountingAgainSays(@ForAll("steps") List<Step> steps) {
        Cluster cluster = new Cluster();
        for (Step step : steps) {
            cluster.play(step);
            for (GatewayExports gateway : cluster.gateways) {
                GatewayId id = gateway.gateway();
                assertThat(cluster.ledger.heldBy(id))
                        .as("%s after %s", id, step)
                        .isEqualTo(recount(gateway.all()));
            }
            assertThat(cluster.ledger.services(new ClusterId("east"))).isEqualTo((int) cluster.services());
        }
        cluster.gateways.forEach(each -> each.lost(Fixture.NOW));
        assertThat(cluster.ledger.ofSet()).isEqualTo(recountSet(cluster));
    }

    @Property(tries = 500)
    void nobodyHoldsMoreThanTheLimits(@ForAll("steps") List<Step> steps) {
        Cluster cluster = new Cluster();
        for (Step step : steps) {
            cluster.play(step);
            cluster.gateways.forEach(each -> assertThat(withoutRefused(cluster.ledger.heldBy(each.gateway()))
                            .within(GATEWAY))
                    .as("%s after %s", each.gateway(), step)
                    .isTrue());
            assertThat(cluster.ledger.ofSet().within(LIMITS.ofSet()))
                    .as("all after %s", step)
                    .isTrue();
        }
    }

    /** Refused items have a limit of their own, so that a gateway which holds all it may is told of them. */
    private static Holdings withoutRefused(Holdings held) {
        return held.refusedOnly() == 0 ? held : new Holdings(held.services(), held.slices(), held.endpoints(), 0, 0);
    }
}
