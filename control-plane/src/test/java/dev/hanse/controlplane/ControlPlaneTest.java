// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestExports;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.ResolveRequest;
import dev.hanse.proto.v1.ResolveResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the walk that everything else is part of: join, export, see, resolve, over real TLS. */
class ControlPlaneTest {

    @TempDir
    private Path dataDir;

    @Test
    void exportOfOneClusterIsSeenInAnother() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
            east.connect();
            west.connect();

            DeltaAck ack = east.exportSnapshot(
                    TestExports.service("shop/web"), TestExports.slice("shop/web", "a", "10.10.0.7"));

            assertThat(ack.getRefusalsList()).isEmpty();
            assertThat(west.awaitView(view -> view.containsKey("slice east/shop/web/a")))
                    .containsOnlyKeys("import shop/web", "slice east/shop/web/a");
            assertThat(east.awaitView(view -> view.containsKey("status shop/web")))
                    .containsOnlyKeys("import shop/web", "slice east/shop/web/a", "status shop/web");
            ResolveResponse resolved = controlPlane
                    .inspection()
                    .resolve(ResolveRequest.newBuilder()
                            .setClusterId("west")
                            .setName("web.shop.svc.clusterset.local")
                            .build());
            assertThat(resolved.getRcode()).isEqualTo("NOERROR");
            assertThat(resolved.getAnswersList())
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.getCluster()).isEqualTo("east"));
            assertThat(controlPlane
                            .registry()
                            .listClusters(ListClustersRequest.getDefaultInstance())
                            .getClustersList())
                    .extracting(cluster -> cluster.getId() + " " + cluster.getExportedServices() + " "
                            + cluster.getGateways(0).getConnected())
                    .containsExactly("east 1 true", "west 0 true");
        }
    }
}
