// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.GatewayLeftOut;

/** How many objects one gateway cannot write and does not tell in detail. Fields as in {@code hanse.v1.GatewayLeftOut}. */
record LeftOutInfo(String cluster, String gateway, long leftOut) {

    static LeftOutInfo of(GatewayLeftOut message) {
        return new LeftOutInfo(
                message.getGateway().getCluster(),
                message.getGateway().getGateway(),
                Integer.toUnsignedLong(message.getLeftOut()));
    }

    /** For a person. */
    String line() {
        return cluster + "/" + gateway + " cannot write " + leftOut
                + " more, of this service or of others; see imports and consulImports in its /status";
    }
}
