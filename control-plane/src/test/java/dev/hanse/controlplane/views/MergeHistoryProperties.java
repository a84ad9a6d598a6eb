// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Protects conflicts from their history: whatever clusters exported, changed and withdrew, and in whatever order, they see and are told what they would if only the end of
 * it had ever been said. So a conflict ends on every cluster when its cause does.
 */
class MergeHistoryProperties {

    private static final ServiceName WEB = ServiceName.parse("shop/web");
    private static final List<String> CLUSTERS = List.of("east", "west", "north");

    /** What a cluster says at one moment; null: it withdraws its export. */
    record Step(int cluster, boolean withdrawn, Said said) {}

    /** One export with the endpoints of its cluster. */
    record Said(ServiceType type, List<ServicePort> ports, ServiceTraits traits, List<IpFamily> families, int slices) {

        private ExportItem service(Instant createdAt) {
            return new ExportItem.Service(
                    new ServiceExport(WEB, type, createdAt, ports, traits, families, ExportOrigin.of(1)));
        }

        private ExportItem slice(int number, int cluster) {
            String address = "10." + (cluster + 1) + ".0." + (number + 1);
            return new ExportItem.Slice(new EndpointSlice(
                    WEB, "s" + number, ports, List.of(Endpoint.ready(InetAddress.ofLiteral(address)))));
        }
    }

    private final Map<Integer, Instant> createdAt = new TreeMap<>();
    private final Map<Integer, Said> end = new TreeMap<>();

    @Property(tries = 300)
    void onlyTheEndCounts(@ForAll("steps") List<Step> steps, @ForAll Random random) {
        Fixture lived = live(steps);

        List<Integer> order = new ArrayList<>(end.keySet());
        Collections.shuffle(order, random);
        Fixture fresh = federation();
        order.forEach(cluster -> say(fresh, cluster, Objects.requireNonNull(end.get(cluster))));

        for (String cluster : CLUSTERS) {
            assertThat(view(lived, cluster)).isEqualTo(view(fresh, cluster));
        }
    }

    @Property(tries = 300)
    void aConflictIsToldToAllWhoExportOrToNone(@ForAll("steps") List<Step> steps) {
        Fixture lived = live(steps);

        boolean differ = end.values().stream()
                        .map(said -> List.of(
                                said.type(), Set.copyOf(said.ports()), said.traits(), Set.copyOf(said.families())))
                        .distinct()
                        .count()
                > 1;
        end.keySet()
                .forEach(cluster -> assertThat(conflict(lived, cluster).status())
                        .isEqualTo(differ ? ExportCondition.Status.TRUE : ExportCondition.Status.FALSE));
        assertThat(end.keySet().stream()
                        .map(cluster -> conflict(lived, cluster))
                        .distinct())
                .hasSizeLessThanOrEqualTo(1);
    }

    private static ExportCondition conflict(Fixture fixture, int cluster) {
        GatewayId gateway = Fixture.gateway(CLUSTERS.get(cluster), "gw-1");
        return ((ViewItem.Status) fixture.item(gateway, "status shop/web"))
                .conditions()
                .getLast();
    }

    /** Instances may be shared by tries. */
    private Fixture live(List<Step> steps) {
        createdAt.clear();
        end.clear();
        Fixture fixture = federation();
        for (int i = 0; i < steps.size(); i++) {
            play(fixture, steps.get(i), Fixture.NOW.minusSeconds(10_000 - i));
        }
        return fixture;
    }

    private static Fixture federation() {
        Fixture fixture = new Fixture();
        for (int i = 0; i < CLUSTERS.size(); i++) {
            fixture.snapshot(fixture.join(CLUSTERS.get(i), i + 1));
        }
        return fixture;
    }

    private void play(Fixture fixture, Step step, Instant when) {
        GatewayId gateway = Fixture.gateway(CLUSTERS.get(step.cluster()), "gw-1");
        if (step.withdrawn()) {
            fixture.remove(gateway, ExportKey.of(WEB));
            createdAt.remove(step.cluster());
            end.remove(step.cluster());
        } else {
            createdAt.putIfAbsent(step.cluster(), when);
            end.put(step.cluster(), step.said());
            say(fixture, step.cluster(), step.said());
        }
    }

    /** All of it, as one change: what is not said any more is taken back. */
    private void say(Fixture fixture, int cluster, Said said) {
        List<ExportItem> items = new ArrayList<>();
        items.add(said.service(Objects.requireNonNull(createdAt.get(cluster))));
        List<ExportKey> gone = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ExportItem slice = said.slice(i, cluster);
            if (i < said.slices()) {
                items.add(slice);
            } else {
                gone.add(slice.key());
            }
        }
        fixture.apply(Fixture.gateway(CLUSTERS.get(cluster), "gw-1"), false, false, gone, items);
    }

    private static Map<ViewKey, ViewItem> view(Fixture fixture, String cluster) {
        Map<ViewKey, ViewItem> items = new HashMap<>();
        fixture.federation
                .since(Fixture.gateway(cluster, "gw-1"), Position.NONE)
                .upserts()
                .forEach(item -> items.put(item.key(), item));
        return items;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, CLUSTERS.size() - 1),
                        Arbitraries.of(false, false, true),
                        said())
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    /** Of few values each, so that clusters agree often enough. */
    private static Arbitrary<Said> said() {
        Arbitrary<ServiceTraits> traits = Combinators.combine(
                        Arbitraries.of(SessionAffinity.class),
                        Arbitraries.of(10, 600),
                        Arbitraries.of("", "Local"),
                        Arbitraries.of("", "PreferClose"),
                        Arbitraries.of("a", "b"))
                .as((affinity, seconds, policy, distribution, label) -> new ServiceTraits(
                        affinity,
                        affinity == SessionAffinity.NONE ? 0 : seconds,
                        policy,
                        distribution,
                        Map.of("team", label),
                        Map.of()));
        Arbitrary<List<ServicePort>> ports = Combinators.combine(
                        Arbitraries.of("http", "web"), Arbitraries.of(80, 8080))
                .as((name, number) -> ServicePort.of(name, Protocol.TCP, number))
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .uniqueElements(ServicePort::name)
                .map(all -> KubernetesPorts.of(all).all());
        return Combinators.combine(
                        Arbitraries.of(ServiceType.class),
                        ports,
                        traits,
                        Arbitraries.of(List.of(IpFamily.IPV4), List.of(IpFamily.IPV4, IpFamily.IPV6)),
                        Arbitraries.integers().between(0, 3))
                .as(Said::new);
    }
}
