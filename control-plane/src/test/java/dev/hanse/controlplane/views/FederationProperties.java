// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.exports.ExportLimits;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.controlplane.testing.TestFederation;
import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Protects the promise of deltas: whoever applies them, however rarely, has what a snapshot would give, also after a
 * restart.
 */
class FederationProperties {

    private static final List<String> CLUSTERS = List.of("east", "west", "north");

    /** One thing that a gateway does: says or takes back a service or a slice, or reads its view. */
    record Step(int cluster, int gateway, int service, int slice, int address, Kind kind) {}

    enum Kind {
        PUT_SERVICE,
        PUT_SLICE,
        REMOVE_SERVICE,
        REMOVE_SLICE,
        SNAPSHOT,
        LOSE,
        READ
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(Kind.class))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(60);
    }

    /** A reader that keeps what it was told, as a gateway does. */
    private static final class Reader {

        private final GatewayId gateway;
        private final Map<ViewKey, ViewItem> view = new HashMap<>();
        private Position position = Position.NONE;

        Reader(GatewayId gateway) {
            this.gateway = gateway;
        }

        void read(TestFederation federation) {
            ViewChange change = federation.since(gateway, position);
            if (change.snapshot()) {
                view.clear();
            }
            change.removals().forEach(view::remove);
            change.upserts().forEach(item -> view.put(item.key(), item));
            position = change.position();
        }
    }

    @Property(tries = 300)
    void deltasGiveWhatASnapshotGives(@ForAll("steps") List<Step> steps) {
        Fixture fixture = new Fixture();
        List<Reader> readers = members(fixture);
        for (Step step : steps) {
            play(fixture, readers, step);
        }
        for (Reader reader : readers) {
            reader.read(fixture.federation);
            assertThat(reader.view).isEqualTo(snapshot(fixture.federation, reader.gateway));
        }
    }

    @Property(tries = 100)
    void savedStateGivesTheSameViewsAndPositions(@ForAll("steps") List<Step> steps) {
        Fixture fixture = new Fixture();
        List<Reader> readers = members(fixture);
        for (int i = 0; i < CLUSTERS.size(); i++) {
            fixture.store.commit(List.of(new StateChange.PutCluster(Fixture.cluster(CLUSTERS.get(i), i + 1))));
        }
        readers.forEach(reader -> fixture.store.commit(
                List.of(new StateChange.PutGateway(GatewayMember.joined(reader.gateway, Fixture.NOW, Fixture.NOW)))));
        for (Step step : steps) {
            play(fixture, readers, step);
        }

        TestFederation restarted = new TestFederation(
                fixture.store, new ExportLimits(10, 20, 200), () -> "fresh", Fixture.HOLD, Fixture.NOW);

        for (Reader reader : readers) {
            assertThat(snapshot(restarted, reader.gateway)).isEqualTo(snapshot(fixture.federation, reader.gateway));
            reader.read(fixture.federation);
            // A reader that had everything resumes: nothing new is told, and nothing is missing.
            assertThat(restarted.resumesFrom(reader.gateway, reader.position)).isTrue();
            assertThat(restarted.since(reader.gateway, reader.position).isEmpty())
                    .isTrue();
        }
    }

    private static List<Reader> members(Fixture fixture) {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < CLUSTERS.size(); i++) {
            readers.add(new Reader(fixture.join(CLUSTERS.get(i), i + 1)));
            readers.add(new Reader(fixture.joinAnother(CLUSTERS.get(i), "gw-2")));
        }
        readers.forEach(reader -> fixture.snapshot(reader.gateway));
        return readers;
    }

    private static void play(Fixture fixture, List<Reader> readers, Step step) {
        Reader reader = readers.get(step.cluster() * 2 + step.gateway());
        GatewayId gateway = reader.gateway;
        String service = "ns/s" + step.service();
        ExportKey service1 = ExportKey.of(ServiceName.parse(service));
        // Now and then an address of the next cluster, which is refused.
        ExportItem slice = Fixture.slice(
                service,
                "x" + step.slice(),
                "10." + (step.cluster() + 1 + step.address() / 4) + ".0." + step.address());
        switch (step.kind()) {
            case PUT_SERVICE -> fixture.change(gateway, Fixture.service(service));
            case PUT_SLICE -> fixture.change(gateway, slice);
            case REMOVE_SERVICE -> fixture.remove(gateway, service1);
            case REMOVE_SLICE -> fixture.remove(gateway, slice.key());
            case SNAPSHOT -> fixture.snapshot(gateway, Fixture.service(service), slice);
            case LOSE -> lose(fixture, gateway);
            case READ -> reader.read(fixture.federation);
        }
    }

    private static void lose(Fixture fixture, GatewayId gateway) {
        fixture.federation.lost(gateway, fixture.now);
        fixture.now = fixture.now.plus(Fixture.HOLD);
        fixture.federation.tick(fixture.now);
        fixture.federation.connected(gateway, Position.NONE);
        fixture.snapshot(gateway, Fixture.service("ns/s0"));
    }

    private static Map<ViewKey, ViewItem> snapshot(TestFederation federation, GatewayId gateway) {
        Map<ViewKey, ViewItem> items = new HashMap<>();
        federation.since(gateway, Position.NONE).upserts().forEach(item -> items.put(item.key(), item));
        return items;
    }
}
