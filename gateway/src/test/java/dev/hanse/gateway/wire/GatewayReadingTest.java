// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Timestamp;
import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.proto.v1.ExportCondition;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ExportStatus;
import dev.hanse.proto.v1.ServiceImport;
import dev.hanse.proto.v1.ServicePort;
import dev.hanse.proto.v1.ServiceType;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Protects what a gateway says of items that it cannot read, and that it reads what it has written. */
class GatewayReadingTest {

    private static final ServiceName WEB = new ServiceName("shop", "web");
    private static final ServicePort HTTP =
            ServicePort.newBuilder().setName("http").setPort(80).build();
    private static final ServiceImport IMPORT = ServiceImport.newBuilder()
            .setService(dev.hanse.proto.v1.ServiceName.newBuilder()
                    .setNamespace("shop")
                    .setName("web"))
            .setType(ServiceType.SERVICE_TYPE_HEADLESS)
            .addPorts(HTTP)
            .addClusters("east")
            .build();

    private static void refused(Consumer<ServiceImport.Builder> change, String why) {
        ServiceImport.Builder service = IMPORT.toBuilder();
        change.accept(service);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ViewMapper.serviceImport(service.build()))
                .withMessage(why);
    }

    @Test
    void namesTheFieldsOfTheModel() {
        refused(
                service -> service.clearType(),
                "service type: SERVICE_TYPE_UNSPECIFIED (expected: CLUSTER_SET_IP or HEADLESS)");
        refused(
                service -> service.setTypeValue(9),
                "service type: UNRECOGNIZED (expected: CLUSTER_SET_IP or HEADLESS)");
        refused(
                service -> service.setSessionAffinityValue(9),
                "session affinity: UNRECOGNIZED (expected: NONE or CLIENT_IP)");
        refused(
                service -> service.setPorts(0, HTTP.toBuilder().setProtocolValue(132)),
                "port protocol: 132 (expected: TCP, UDP or SCTP)");
        refused(service -> service.addClusters("a.b.c"), "cluster id: \"a.b.c\" (expected: one or two labels)");
    }

    @Test
    void takesImportsBeyondTheLimitsOfExports() {
        ServiceImport large = IMPORT.toBuilder()
                .addAllPorts(Collections.nCopies(200, HTTP))
                .setTrafficDistribution("x".repeat(254))
                .build();

        assertThat(ViewMapper.serviceImport(large).ports()).hasSize(201);
    }

    @Test
    void boundsConditions() {
        ExportCondition valid =
                ExportCondition.newBuilder().setType("Valid").setStatus("True").build();
        ExportStatus.Builder status = ExportStatus.newBuilder().addAllConditions(Collections.nCopies(16, valid));

        assertThat(ViewMapper.conditions(status.build())).hasSize(16);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ViewMapper.conditions(status.addConditions(valid).build()))
                .withMessage("export status: 17 conditions (expected: at most 16)");
    }

    @Test
    void readsExportsOfAnyTimeThatASourceStated() {
        ExportItem item = ExportItem.newBuilder()
                .setServiceExport(dev.hanse.proto.v1.ServiceExport.newBuilder()
                        .setService(IMPORT.getService())
                        .setType(ServiceType.SERVICE_TYPE_HEADLESS)
                        .setCreatedAt(Timestamp.newBuilder().setSeconds(253_402_300_800L)))
                .build();

        assertThat(ExportMapper.fromProto(List.of(item)).exports())
                .extracting(ServiceExport::createdAt)
                .containsExactly(Instant.parse("+10000-01-01T00:00:00Z"));
    }

    @Test
    void readsTheExportsThatItWrites() {
        ExportSet exports = ExportMapper.fromProto(List.of(ExportItem.newBuilder()
                .setServiceExport(dev.hanse.proto.v1.ServiceExport.newBuilder()
                        .setService(IMPORT.getService())
                        .setType(ServiceType.SERVICE_TYPE_HEADLESS))
                .build()));

        assertThat(exports.exports()).extracting(ServiceExport::name).containsExactly(WEB);
        assertThat(ExportMapper.fromProto(ExportMapper.toProto(exports).values()))
                .isEqualTo(exports);
    }

    @Test
    void refusesEmptyItems() {
        ExportItem empty = ExportItem.getDefaultInstance();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportMapper.keyOf(empty))
                .withMessage("export item: empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportMapper.fromProto(List.of(empty)))
                .withMessage("export item: empty");
    }
}
