// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.wire;

import com.google.protobuf.Timestamp;
import dev.hanse.discovery.contract.ReadingRules;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.SessionAffinity;
import java.time.Instant;

/** How a gateway reads views, which the control plane has checked, and exports, which it wrote itself: by the limits of the model alone. */
final class GatewayReading implements ReadingRules {

    static final ReadingRules RULES = new GatewayReading();

    private GatewayReading() {}

    /** Any time that a source stated, also such as the control plane refuses. */
    @Override
    public Instant createdAt(Timestamp stated) {
        return Instant.ofEpochSecond(stated.getSeconds(), stated.getNanos());
    }

    @Override
    public IllegalArgumentException unknownType(ServiceType type) {
        return new IllegalArgumentException("service type: " + type + " (expected: CLUSTER_SET_IP or HEADLESS)");
    }

    @Override
    public IllegalArgumentException unknownAffinity(SessionAffinity affinity) {
        return new IllegalArgumentException("session affinity: " + affinity + " (expected: NONE or CLIENT_IP)");
    }

    @Override
    public IllegalArgumentException unknownProtocol(int number) {
        return new IllegalArgumentException("port protocol: " + number + " (expected: TCP, UDP or SCTP)");
    }
}
