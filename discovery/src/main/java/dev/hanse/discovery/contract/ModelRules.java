// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import com.google.protobuf.Timestamp;
import dev.hanse.proto.v1.IpFamily;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.SessionAffinity;
import java.time.Instant;

/**
 * By the limits of the model alone: for views, which the control plane has checked, and for exports that the reader wrote
 * itself.
 */
public final class ModelRules implements ReadingRules {

    public static final ReadingRules RULES = new ModelRules();

    private ModelRules() {}

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
    public IllegalArgumentException unknownFamily(IpFamily family) {
        return new IllegalArgumentException("ip family: " + family + " (expected: IPV4 or IPV6)");
    }

    @Override
    public IllegalArgumentException unknownProtocol(int number) {
        return new IllegalArgumentException("port protocol: " + number + " (expected: TCP, UDP or SCTP)");
    }
}
