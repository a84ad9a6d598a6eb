// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.wire.ExportItems;
import dev.hanse.proto.v1.Endpoint;
import dev.hanse.proto.v1.EndpointSlice;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.ServiceExport;
import dev.hanse.proto.v1.ServiceName;
import dev.hanse.proto.v1.ServicePort;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.SliceKey;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Protects what exporters are told of items that the control plane cannot read: the words, and under which key. */
class ExportMessagesTest {

    private static final ServiceName WEB =
            ServiceName.newBuilder().setNamespace("shop").setName("web").build();
    private static final ServicePort HTTP =
            ServicePort.newBuilder().setName("http").setPort(80).build();
    private static final ServiceExport EXPORT = ServiceExport.newBuilder()
            .setService(WEB)
            .setType(ServiceType.SERVICE_TYPE_CLUSTER_SET_IP)
            .setCreatedAt(Timestamp.newBuilder().setSeconds(1))
            .addPorts(HTTP)
            .build();
    private static final EndpointSlice SLICE = EndpointSlice.newBuilder()
            .setService(WEB)
            .setSlice("web-1")
            .addPorts(HTTP)
            .addEndpoints(Endpoint.newBuilder()
                    .setAddress(ByteString.copyFrom(new byte[] {10, 1, 2, 3}))
                    .setWeight(1))
            .build();

    private static ItemRefusal refusal(dev.hanse.proto.v1.ExportItem item) {
        ExportMessages.Decoded decoded =
                ExportMessages.decode(ExportDelta.newBuilder().addUpserts(item).build());
        assertThat(decoded.change().upserts()).isEmpty();
        assertThat(decoded.malformed()).hasSize(1);
        return decoded.malformed().getFirst();
    }

    private static void refused(Consumer<ServiceExport.Builder> change, String why) {
        ServiceExport.Builder export = EXPORT.toBuilder();
        change.accept(export);
        ItemRefusal refusal = refusal(dev.hanse.proto.v1.ExportItem.newBuilder()
                .setServiceExport(export)
                .build());
        assertThat(refusal.getReason()).isEqualTo("INVALID");
        assertThat(refusal.getMessage()).isEqualTo(why);
        assertThat(refusal.getKey())
                .isEqualTo(ItemKey.newBuilder()
                        .setServiceExport(export.getService())
                        .build());
    }

    @Test
    void portsThatOneServiceMayNotHaveStandInTheirOwnField() {
        ServicePort admin = HTTP.toBuilder().setName("admin").build();
        refused(
                export -> export.addPorts(admin),
                "ports: admin 80/TCP shares its name or number with another, or has no name (expected: as in a Kubernetes"
                        + " Service; others stand in further_ports)");
        refused(
                export -> {
                    for (int i = 1; i <= 100; i++) {
                        export.addFurtherPorts(admin.toBuilder().setName("p" + i));
                    }
                },
                "ports: 101 (expected: at most 100)");
        ExportMessages.Decoded decoded = ExportMessages.decode(ExportDelta.newBuilder()
                .addUpserts(dev.hanse.proto.v1.ExportItem.newBuilder()
                        .setServiceExport(EXPORT.toBuilder().addFurtherPorts(admin)))
                .build());

        assertThat(decoded.change().upserts())
                .singleElement()
                .isInstanceOfSatisfying(
                        ExportItem.Service.class,
                        service -> assertThat(service.export().ports())
                                .extracting(dev.hanse.discovery.model.ServicePort::name)
                                .containsExactly("http", "admin"));
    }

    @Test
    void takesWhatIsWellFormed() {
        ExportMessages.Decoded decoded = ExportMessages.decode(ExportDelta.newBuilder()
                .addUpserts(dev.hanse.proto.v1.ExportItem.newBuilder().setServiceExport(EXPORT))
                .addUpserts(dev.hanse.proto.v1.ExportItem.newBuilder().setEndpointSlice(SLICE))
                .build());

        assertThat(decoded.malformed()).isEmpty();
        assertThat(decoded.change().upserts())
                .hasExactlyElementsOfTypes(ExportItem.Service.class, ExportItem.Slice.class);
    }

    @Test
    void keepsItemsAsTheirMessages() {
        byte[] octets = dev.hanse.proto.v1.ExportItem.newBuilder()
                .setServiceExport(EXPORT.toBuilder()
                        .setPorts(0, HTTP.toBuilder().setProtocol(dev.hanse.proto.v1.Protocol.PROTOCOL_TCP))
                        .setSessionAffinity(dev.hanse.proto.v1.SessionAffinity.SESSION_AFFINITY_NONE))
                .build()
                .toByteArray();

        assertThat(ExportItems.toBytes(ExportItems.fromBytes(octets))).isEqualTo(octets);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportItems.fromBytes(new byte[] {1}))
                .withMessage("kept item: 1 octets that are no ExportItem");
    }

    @Test
    void asksForMoreThanTheModel() {
        refused(export -> export.clearCreatedAt(), "created_at: not set (expected: when the export was made)");
        refused(
                export -> export.setCreatedAt(Timestamp.newBuilder().setSeconds(253_402_300_800L)),
                "timestamp: 253402300800 s 0 ns (expected: within years 1 to 9999, 0 to 999999999 ns)");
        refused(export -> export.addAllPorts(Collections.nCopies(100, HTTP)), "ports: 101 (expected: at most 100)");
        refused(
                export -> export.setInternalTrafficPolicy("x".repeat(254)),
                "internal_traffic_policy: 254 octets (expected: at most 253)");
        refused(
                export -> export.setTrafficDistribution("x".repeat(254)),
                "traffic_distribution: 254 octets (expected: at most 253)");
    }

    @Test
    void namesTheFieldsOfTheContract() {
        refused(
                export -> export.clearType(),
                "type: SERVICE_TYPE_UNSPECIFIED (expected: SERVICE_TYPE_CLUSTER_SET_IP or SERVICE_TYPE_HEADLESS)");
        refused(
                export -> export.setTypeValue(9),
                "type: UNRECOGNIZED (expected: SERVICE_TYPE_CLUSTER_SET_IP or SERVICE_TYPE_HEADLESS)");
        refused(export -> export.setSessionAffinityValue(9), "session_affinity: unknown (expected: NONE or CLIENT_IP)");
        refused(
                export -> export.setPorts(0, HTTP.toBuilder().setProtocolValue(132)),
                "protocol: unknown (expected: TCP, UDP or SCTP)");
    }

    @Test
    void boundsThePortsOfSlices() {
        ItemRefusal refusal = refusal(dev.hanse.proto.v1.ExportItem.newBuilder()
                .setEndpointSlice(SLICE.toBuilder().addAllPorts(Collections.nCopies(100, HTTP)))
                .build());

        assertThat(refusal.getMessage()).isEqualTo("ports: 101 (expected: at most 100)");
        assertThat(refusal.getKey())
                .isEqualTo(ItemKey.newBuilder()
                        .setEndpointSlice(SliceKey.newBuilder().setService(WEB).setSlice("web-1"))
                        .build());
    }

    @Test
    void refusesItemsOfNoKnownKind() {
        ItemRefusal refusal = refusal(dev.hanse.proto.v1.ExportItem.getDefaultInstance());

        assertThat(refusal.getMessage()).isEqualTo("item: of no known kind (expected: a service or a slice)");
        assertThat(refusal.getKey()).isEqualTo(ItemKey.getDefaultInstance());
    }

    @Test
    void refusesKeysOfWhatIsNotExported() {
        ItemKey status = ItemKey.newBuilder().setExportStatus(WEB).build();
        ItemKey foreign = ItemKey.newBuilder()
                .setEndpointSlice(
                        SliceKey.newBuilder().setService(WEB).setSlice("web-1").setCluster("east"))
                .build();

        ExportMessages.Decoded decoded = ExportMessages.decode(ExportDelta.newBuilder()
                .addRemovals(status)
                .addRemovals(foreign)
                .build());

        assertThat(decoded.malformed())
                .extracting(ItemRefusal::getMessage)
                .containsExactly(
                        "key: EXPORT_STATUS (expected: service_export or endpoint_slice)",
                        "slice key: slice \"web-1\" of cluster \"east\" (expected: a slice's name, and no cluster: it"
                                + " is the sender's)");
        assertThat(decoded.malformed()).extracting(ItemRefusal::getKey).containsExactly(status, foreign);
    }
}
