// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
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
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ExportStatus;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ViewItem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Protects the way over the wire: whatever the model can hold arrives as it left, under the key that it has at both ends. */
class ContractProperties {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    @Property
    void namesArrive(@ForAll("names") ServiceName name) throws InvalidProtocolBufferException {
        byte[] octets = ServiceNames.toMessage(name).toByteArray();

        assertThat(ServiceNames.fromMessage(dev.hanse.proto.v1.ServiceName.parseFrom(octets)))
                .isEqualTo(name);
    }

    @Property
    void timesArrive(@ForAll("times") Instant time) throws InvalidProtocolBufferException {
        byte[] octets = Times.toMessage(time).toByteArray();

        assertThat(Times.fromMessage(Timestamp.parseFrom(octets))).isEqualTo(time);
    }

    @Property
    void exportsArrive(@ForAll("exports") ServiceExport export) throws InvalidProtocolBufferException {
        byte[] octets = ServiceExports.toMessage(export).toByteArray();

        assertThat(ServiceExports.fromMessage(dev.hanse.proto.v1.ServiceExport.parseFrom(octets), ModelLimits.RULES))
                .isEqualTo(export);
    }

    @Property
    void whatKubernetesMayHaveInOneServiceStandsApart(@ForAll("exports") ServiceExport export) {
        dev.hanse.proto.v1.ServiceExport message = ServiceExports.toMessage(export);

        assertThat(message.getPortsList())
                .extracting(dev.hanse.proto.v1.ServicePort::getName)
                .doesNotHaveDuplicates();
        assertThat(message.getPortsList())
                .extracting(port -> List.of(port.getProtocol(), port.getPort()))
                .doesNotHaveDuplicates();
        assertThat(message.getPortsCount() + message.getFurtherPortsCount())
                .isEqualTo(export.ports().size());
    }

    @Property
    void slicesArrive(@ForAll("slices") EndpointSlice slice) throws InvalidProtocolBufferException {
        byte[] octets = EndpointSlices.toMessage(slice).toByteArray();

        assertThat(EndpointSlices.fromMessage(dev.hanse.proto.v1.EndpointSlice.parseFrom(octets), ModelLimits.RULES))
                .isEqualTo(slice);
    }

    @Property
    void importsArrive(@ForAll("imports") ServiceImport service) throws InvalidProtocolBufferException {
        byte[] octets = ServiceImports.toMessage(service).toByteArray();

        assertThat(ServiceImports.fromMessage(dev.hanse.proto.v1.ServiceImport.parseFrom(octets), ModelLimits.RULES))
                .isEqualTo(service);
    }

    @Property
    void conditionsArrive(@ForAll("conditions") ExportCondition condition) throws InvalidProtocolBufferException {
        byte[] octets = ExportConditions.toMessage(condition).toByteArray();

        assertThat(ExportConditions.fromMessage(dev.hanse.proto.v1.ExportCondition.parseFrom(octets)))
                .isEqualTo(condition);
    }

    @Property
    void importedSlicesArriveUnderTheirKey(@ForAll("clusters") ClusterId cluster, @ForAll("slices") EndpointSlice slice)
            throws InvalidProtocolBufferException {
        ViewItem item = ViewItem.newBuilder()
                .setImportedSlice(EndpointSlices.toMessage(cluster, slice))
                .build();
        SliceKey key = new SliceKey(slice.service(), cluster, slice.name());
        byte[] octets = ItemKeys.importedSlice(key).toByteArray();

        assertThat(ItemKeys.of(item)).isEqualTo(ItemKeys.importedSlice(key));
        assertThat(ItemKeys.importedSlice(ItemKey.parseFrom(octets).getImportedSlice()))
                .isEqualTo(key);
    }

    @Property
    void theKeyOfAnItemIsThatOfItsContent(
            @ForAll("exports") ServiceExport export,
            @ForAll("slices") EndpointSlice slice,
            @ForAll("imports") ServiceImport service) {
        assertThat(ItemKeys.of(ExportItem.newBuilder()
                        .setServiceExport(ServiceExports.toMessage(export))
                        .build()))
                .isEqualTo(ItemKeys.serviceExport(export.name()));
        assertThat(ItemKeys.of(ExportItem.newBuilder()
                        .setEndpointSlice(EndpointSlices.toMessage(slice))
                        .build()))
                .isEqualTo(ItemKeys.endpointSlice(slice.service(), slice.name()));
        assertThat(ItemKeys.of(ViewItem.newBuilder()
                        .setServiceImport(ServiceImports.toMessage(service))
                        .build()))
                .isEqualTo(ItemKeys.serviceImport(service.name()));
        assertThat(ItemKeys.of(ViewItem.newBuilder()
                        .setExportStatus(ExportStatus.newBuilder().setService(ServiceNames.toMessage(export.name())))
                        .build()))
                .isEqualTo(ItemKeys.exportStatus(export.name()));
    }

    @Provide
    Arbitrary<ServiceName> names() {
        return Combinators.combine(labels(), labels()).as(ServiceName::new);
    }

    @Provide
    Arbitrary<Instant> times() {
        return Combinators.combine(
                        Arbitraries.longs().between(FIRST.getEpochSecond(), LAST.getEpochSecond()),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<ClusterId> clusters() {
        return labels().list().ofMinSize(1).ofMaxSize(2).map(labels -> new ClusterId(String.join(".", labels)));
    }

    @Provide
    Arbitrary<ServiceExport> exports() {
        return Combinators.combine(
                        names(),
                        Arbitraries.of(ServiceType.values()),
                        times(),
                        servicePorts(),
                        traits(),
                        families(),
                        origins())
                .as(ServiceExport::new);
    }

    @Provide
    Arbitrary<ServiceImport> imports() {
        return Combinators.combine(
                        names(),
                        Arbitraries.of(ServiceType.values()),
                        importPorts(),
                        traits(),
                        families(),
                        clusters().list().ofMaxSize(3))
                .as(ServiceImport::new);
    }

    @Provide
    Arbitrary<EndpointSlice> slices() {
        return Combinators.combine(
                        names(),
                        labels().list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels)),
                        ports(),
                        Arbitraries.of(true, false),
                        endpoints().list().ofMaxSize(3))
                .as((name, slice, ports, conflict, endpoints) -> new EndpointSlice(
                        name,
                        slice,
                        ports,
                        conflict ? namesOf(ports) : Set.of(),
                        conflict && ports.isEmpty(),
                        endpoints));
    }

    @Provide
    Arbitrary<ExportCondition> conditions() {
        return Combinators.combine(
                        Arbitraries.of(ExportCondition.Type.values()),
                        Arbitraries.of(ExportCondition.Status.values()),
                        texts(),
                        texts(),
                        origins())
                .as(ExportCondition::new);
    }

    private static Arbitrary<ExportOrigin> origins() {
        Arbitrary<String> uids = Arbitraries.strings().withCharRange('!', '~').ofMaxLength(64);
        return Combinators.combine(uids, Arbitraries.longs().greaterOrEqual(0)).as(ExportOrigin::new);
    }

    private static Set<String> namesOf(List<ServicePort> ports) {
        return ports.stream().map(ServicePort::name).collect(Collectors.toSet());
    }

    private static Arbitrary<List<IpFamily>> families() {
        return Arbitraries.of(IpFamily.values()).list().uniqueElements().ofMaxSize(2);
    }

    private static Arbitrary<String> labels() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(63);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(20)
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    }

    private static Arbitrary<List<ServicePort>> ports() {
        return Combinators.combine(
                        labels().injectDuplicates(0.1).optional(0.5).map(name -> name.orElse("")),
                        Arbitraries.of(Protocol.values()),
                        Arbitraries.integers().between(1, 65_535),
                        texts())
                .as(ServicePort::new)
                .list()
                .ofMaxSize(3);
    }

    /** Those that Kubernetes may have in one Service first: so they arrive. */
    private static Arbitrary<List<ServicePort>> servicePorts() {
        return ports().map(ports -> KubernetesPorts.of(ports).all());
    }

    private static Arbitrary<List<ServicePort>> importPorts() {
        return ports().map(ports -> KubernetesPorts.ofImport(ports).all());
    }

    private static Arbitrary<ServiceTraits> traits() {
        Arbitrary<Map<String, String>> entries =
                Arbitraries.maps(texts(), texts()).ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.of(SessionAffinity.values()),
                        Arbitraries.integers().between(1, ServiceTraits.MAX_AFFINITY_SECONDS),
                        texts(),
                        texts(),
                        entries,
                        entries)
                .as((affinity, seconds, policy, distribution, labels, annotations) -> new ServiceTraits(
                        affinity,
                        affinity == SessionAffinity.NONE ? 0 : seconds,
                        policy,
                        distribution,
                        labels,
                        annotations));
    }

    private static Arbitrary<Endpoint> endpoints() {
        return Combinators.combine(
                        addresses(),
                        labels().optional(0.5).map(name -> name.orElse("")),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, Endpoint.MAX_WEIGHT))
                .as(Endpoint::new);
    }

    private static Arbitrary<InetAddress> addresses() {
        return Arbitraries.of(4, 16)
                .flatMap(octets -> Arbitraries.bytes().array(byte[].class).ofSize(octets))
                .map(ContractProperties::address);
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
