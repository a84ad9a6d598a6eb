// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hanse.proto.v1.ExportCondition;
import dev.hanse.proto.v1.ExportStatus;
import dev.hanse.proto.v1.ServiceImport;
import dev.hanse.proto.v1.ServicePort;
import dev.hanse.proto.v1.ServiceType;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Protects what a gateway says of items of a view that it cannot read. */
class ViewItemsTest {

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
                .isThrownBy(() -> ViewItems.serviceImport(service.build()))
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

        assertThat(ViewItems.serviceImport(large).ports()).hasSize(201);
    }

    @Test
    void boundsConditions() {
        ExportCondition valid =
                ExportCondition.newBuilder().setType("Valid").setStatus("True").build();
        ExportStatus.Builder status = ExportStatus.newBuilder().addAllConditions(Collections.nCopies(16, valid));

        assertThat(ViewItems.conditions(status.build())).hasSize(16);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ViewItems.conditions(status.addConditions(valid).build()))
                .withMessage("export status: 17 conditions (expected: at most 16)");
    }
}
