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
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Protects the limits of members: whatever happens, the ledger says what counting everything again would say. */
class QuotaLedgerProperties {

    private static final ExportLimits LIMITS = new ExportLimits(3, 3, 6);

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
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(Kind.class),
                        item.list().ofMaxSize(12))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(40);
    }

    /** Two gateways of one cluster. */
    private static final class Cluster {

        private QuotaLedger ledger = new QuotaLedger(LIMITS);
        private List<GatewayExports> gateways = gateways(ledger);
        private long version;

        private static List<GatewayExports> gateways(QuotaLedger ledger) {
            return List.of(
                    new GatewayExports(Fixture.gateway("east", "gw-1"), ledger),
                    new GatewayExports(Fixture.gateway("east", "gw-2"), ledger));
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

        long services() {
            return gateways.stream()
                    .flatMap(each -> each.all().stream())
                    .filter(each -> !each.key().isSlice() && each.value().isPresent())
                    .map(each -> each.key().service())
                    .distinct()
                    .count();
        }
    }

    private static Holdings recount(GatewayExports gateway) {
        int services = 0;
        int slices = 0;
        int endpoints = 0;
        int refusedOnly = 0;
        for (Contribution each : new ArrayList<>(gateway.all())) {
            if (each.value().isEmpty()) {
                refusedOnly++;
            } else if (each.value().get() instanceof ExportItem.Slice(var slice)) {
                slices++;
                endpoints += slice.endpoints().size();
            } else {
                services++;
            }
        }
        return new Holdings(services, slices, endpoints, refusedOnly);
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
                        .isEqualTo(recount(gateway));
            }
            assertThat(cluster.ledger.services()).isEqualTo((int) cluster.services());
        }
    }

    @Property(tries = 500)
    void nobodyHoldsMoreThanTheLimits(@ForAll("steps") List<Step> steps) {
        Cluster cluster = new Cluster();
        for (Step step : steps) {
            cluster.play(step);
            cluster.gateways.forEach(
                    each -> assertThat(cluster.ledger.heldBy(each.gateway()).within(LIMITS))
                            .as("%s after %s", each.gateway(), step)
                            .isTrue());
        }
    }
}
