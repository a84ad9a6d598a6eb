// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition.Status;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Protects what must hold of every merge, whatever clusters export. */
class ServiceMergeProperties {

    private static final ServiceName WEB = ServiceName.parse("shop/web");

    @Property
    void orderOfInputDoesNotMatter(@ForAll("exports") List<Constituent> exports, @ForAll Random random) {
        List<Constituent> shuffled = new ArrayList<>(exports);
        Collections.shuffle(shuffled, random);

        assertThat(ServiceMerge.merge(shuffled)).isEqualTo(ServiceMerge.merge(exports));
    }

    @Property
    void mergingTheResultAgainChangesNothing(@ForAll("exports") List<Constituent> exports) {
        ServiceImport once = ServiceMerge.merge(exports).serviceImport();
        List<Constituent> agreed =
                exports.stream().map(each -> agreeing(each, once)).toList();
        MergedService twice = ServiceMerge.merge(agreed);

        assertThat(twice.serviceImport()).isEqualTo(once);
        assertThat(twice.conflicts().values()).allMatch(condition -> condition.status() == Status.FALSE);
    }

    @Property
    void portsAreUnique(@ForAll("exports") List<Constituent> exports) {
        List<ServicePort> ports = ServiceMerge.merge(exports).serviceImport().ports();
        List<ServicePort> service = KubernetesPorts.ofImport(ports).service();

        assertThat(ports).extracting(ServicePort::portName).doesNotHaveDuplicates();
        assertThat(service)
                .extracting(ServicePort::name)
                .filteredOn(name -> !name.isEmpty())
                .doesNotHaveDuplicates();
        assertThat(service).extracting(ServicePort::number).doesNotHaveDuplicates();
        assertThat(ports.subList(0, service.size())).isEqualTo(service);
    }

    @Property
    void everyExportedNameStandsInTheUnionUnderTheNumberOfTheOldestThatHasIt(
            @ForAll("exports") List<Constituent> exports) {
        List<ServicePort> ports = ServiceMerge.merge(exports).serviceImport().ports();
        for (ServicePort port : ports) {
            assertThat(exports.stream()
                            .sorted(Constituent.PRECEDENCE)
                            .flatMap(each -> each.export().ports().stream())
                            .filter(each -> each.portName().equals(port.portName()))
                            .findFirst())
                    .contains(port);
        }
        assertThat(exports)
                .allSatisfy(each -> assertThat(ports)
                        .extracting(ServicePort::portName)
                        .containsAll(each.export().ports().stream()
                                .map(ServicePort::portName)
                                .toList()));
    }

    @Property
    void noEndpointIsLostAndEachKeepsThePortsThatItHas(@ForAll("exports") List<Constituent> exports) {
        MergedService merged = ServiceMerge.merge(exports);
        for (Constituent each : exports) {
            List<ServicePort> listening = each.export().ports().stream()
                    .map(port -> port.listeningOn(port.port() + 30_000))
                    .toList();
            EndpointSlice slice = new EndpointSlice(WEB, "a", listening, List.of());

            List<ServicePort> answered =
                    merged.importedSlice(each.cluster(), slice).orElseThrow().ports();
            assertThat(answered).containsAll(listening);
            assertThat(answered).extracting(ServicePort::name).doesNotHaveDuplicates();
            assertThat(answered).extracting(ServicePort::port).allMatch(number -> number > 30_000);
        }
    }

    @Property
    void aCommonAddressLeadsToThoseWhoHaveItsNumber(@ForAll("exports") List<Constituent> exports) {
        MergedService merged = ServiceMerge.merge(exports);
        List<ServicePort> service = merged.serviceImport().ports();
        for (Constituent each : exports) {
            EndpointSlice slice = new EndpointSlice(WEB, "a", each.export().ports(), List.of());
            List<ServicePort> agreeing =
                    merged.importedSlice(each.cluster(), slice).orElseThrow().agreeing();

            assertThat(agreeing)
                    .allSatisfy(port -> assertThat(
                                    merged.serviceImport().type() == ServiceType.HEADLESS || service.contains(port))
                            .isTrue());
            assertThat(agreeing)
                    .containsAll(each.export().ports().stream()
                            .filter(service::contains)
                            .toList());
        }
    }

    @Property
    void familiesOfAnImportAreOfItsClusters(@ForAll("exports") List<Constituent> exports) {
        List<IpFamily> families = ServiceMerge.merge(exports).serviceImport().ipFamilies();

        assertThat(exports).anySatisfy(each -> assertThat(each.families()).containsAll(families));
        assertThat(families).isNotEmpty();
        if (exports.stream().allMatch(each -> each.families().contains(IpFamily.IPV4))) {
            assertThat(exports).allSatisfy(each -> assertThat(each.families()).containsAll(families));
        }
    }

    @Property
    void aSliceWithoutPortsHasThoseOfItsExport(@ForAll("exports") List<Constituent> exports) {
        MergedService merged = ServiceMerge.merge(exports);
        for (Constituent each : exports) {
            EndpointSlice silent = new EndpointSlice(WEB, "a", List.of(), List.of());
            EndpointSlice stated = new EndpointSlice(WEB, "a", each.export().ports(), List.of());

            assertThat(merged.importedSlice(each.cluster(), silent))
                    .isEqualTo(merged.importedSlice(each.cluster(), stated));
        }
    }

    @Property
    void aConflictOfPortsSaysWhereAndWithWhichNumbers(@ForAll("exports") List<Constituent> exports) {
        List<Constituent> sorted =
                exports.stream().sorted(Constituent.PRECEDENCE).toList();
        Constituent oldest = sorted.getFirst();
        for (Constituent each : sorted) {
            String clashes = PortClashes.describe(List.of(oldest, each));
            boolean differ = !Set.copyOf(oldest.export().ports())
                    .equals(Set.copyOf(each.export().ports()));
            assertThat(clashes.isEmpty()).isNotEqualTo(differ);
            if (differ) {
                assertThat(clashes)
                        .contains(oldest.cluster().value())
                        .contains(each.cluster().value())
                        .containsPattern("[123]/(TCP|UDP|SCTP)");
            }
        }
    }

    @Property
    void aYoungerExportNeverChangesWhatOlderOnesDecided(@ForAll("exports") List<Constituent> exports) {
        List<Constituent> sorted =
                exports.stream().sorted(Constituent.PRECEDENCE).toList();
        ServiceImport all = ServiceMerge.merge(sorted).serviceImport();
        ServiceImport older = ServiceMerge.merge(sorted.subList(0, Math.max(1, sorted.size() - 1)))
                .serviceImport();

        assertThat(all.type()).isEqualTo(older.type());
        assertThat(all.traits()).isEqualTo(older.traits());
        assertThat(all.ports()).containsAll(older.ports());
        List<ServicePort> decided = KubernetesPorts.ofImport(older.ports()).service();
        assertThat(KubernetesPorts.ofImport(all.ports()).service().subList(0, decided.size()))
                .isEqualTo(decided);
    }

    @Property
    void conflictMeansThatExportsDiffer(@ForAll("exports") List<Constituent> exports) {
        boolean differ =
                exports.stream().map(ServiceMergeProperties::content).distinct().count() > 1;

        assertThat(ServiceMerge.merge(exports).conflicts().values())
                .allMatch(condition -> (condition.status() == Status.TRUE) == differ);
    }

    private static Constituent agreeing(Constituent each, ServiceImport with) {
        ServiceExport export = new ServiceExport(
                WEB,
                with.type(),
                each.age().since(),
                with.ports(),
                with.traits(),
                with.ipFamilies(),
                ExportOrigin.UNKNOWN);
        return Constituent.of(each.cluster(), each.age(), export, List.of());
    }

    private static List<Object> content(Constituent each) {
        return List.of(
                each.export().type(),
                Set.copyOf(each.export().ports()),
                each.export().traits(),
                each.families());
    }

    @Provide
    Arbitrary<List<Constituent>> exports() {
        return Combinators.combine(
                        Arbitraries.of("east", "west", "north", "south"),
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.of(ServiceType.class),
                        ports(),
                        Arbitraries.of(SessionAffinity.class),
                        Arbitraries.of(IpFamily.values())
                                .list()
                                .uniqueElements()
                                .ofMinSize(1)
                                .ofMaxSize(2))
                .as(ServiceMergeProperties::constituent)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .uniqueElements(Constituent::cluster);
    }

    private static Arbitrary<List<ServicePort>> ports() {
        return Combinators.combine(
                        Arbitraries.of("", "a", "b", "c"),
                        Arbitraries.of(Protocol.class),
                        Arbitraries.integers().between(1, 3))
                .as(ServicePort::of)
                .list()
                .ofMaxSize(4)
                .uniqueElements(ServicePort::name)
                .map(ports -> KubernetesPorts.of(ports).all());
    }

    private static Constituent constituent(
            String cluster,
            long second,
            ServiceType type,
            List<ServicePort> ports,
            SessionAffinity affinity,
            List<IpFamily> families) {
        Instant createdAt = Instant.ofEpochSecond(second);
        ServiceTraits traits = new ServiceTraits(affinity, "", "", Map.of(), Map.of());
        return Constituent.of(
                new ClusterId(cluster),
                ExportAge.seen(createdAt),
                new ServiceExport(WEB, type, createdAt, ports, traits, families, ExportOrigin.UNKNOWN),
                List.of());
    }
}
