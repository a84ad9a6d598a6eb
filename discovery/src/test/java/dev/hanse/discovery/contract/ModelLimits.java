// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.proto.v1.IpFamily;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.SessionAffinity;

/** Reads by the limits of the model alone. */
final class ModelLimits implements ReadingRules {

    static final ReadingRules RULES = new ModelLimits();

    @Override
    public IllegalArgumentException unknownType(ServiceType type) {
        return new IllegalArgumentException("no such type: " + type);
    }

    @Override
    public IllegalArgumentException unknownAffinity(SessionAffinity affinity) {
        return new IllegalArgumentException("no such affinity: " + affinity);
    }

    @Override
    public IllegalArgumentException unknownFamily(IpFamily family) {
        return new IllegalArgumentException("no such family: " + family);
    }

    @Override
    public IllegalArgumentException unknownProtocol(int number) {
        return new IllegalArgumentException("no such protocol: " + number);
    }
}
