// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.GatewayRefusedWrite;

/** What one gateway cannot write of a service into its cluster's Kubernetes or Consul. Fields as in {@code hanse.v1.GatewayRefusedWrite}, without the service. */
record RefusedWriteInfo(String cluster, String gateway, String target, String text) {

    static RefusedWriteInfo of(GatewayRefusedWrite refused) {
        return new RefusedWriteInfo(
                refused.getGateway().getCluster(),
                refused.getGateway().getGateway(),
                refused.getWrite().getTarget(),
                refused.getWrite().getText());
    }
}
