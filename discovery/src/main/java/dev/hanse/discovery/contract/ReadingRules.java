// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import com.google.protobuf.Timestamp;
import dev.hanse.discovery.model.ServicePort;
import java.time.Instant;
import java.util.List;

/**
 * What one side of the contract adds when it reads the model from messages: limits beyond those of the model, and its
 * words for values that the model has no place for. What a {@code require} method refuses, it throws as an {@link
 * IllegalArgumentException} with the value and what is expected.
 */
public interface ReadingRules {

    /** Whether an export may leave out when it was made. */
    default void requireCreatedAt(boolean stated) {}

    /** When an export was made. */
    default Instant createdAt(Timestamp stated) {
        return Times.fromMessage(stated);
    }

    /** How many ports an export, an import or a slice may have, before any of them is read. */
    default void requirePorts(int count) {}

    /** Which ports may stand together in the field for what a Kubernetes Service may have. */
    default void requireServicePorts(List<ServicePort> ports) {}

    /** How long a text may be that the model takes as it is. */
    default void requireText(String field, String text) {}

    /** Refuses a type that is missing or of a later version. */
    IllegalArgumentException unknownType(dev.hanse.proto.v1.ServiceType type);

    /** Refuses an affinity of a later version. */
    IllegalArgumentException unknownAffinity(dev.hanse.proto.v1.SessionAffinity affinity);

    /** Refuses a family of addresses that is missing or of a later version. */
    IllegalArgumentException unknownFamily(dev.hanse.proto.v1.IpFamily family);

    /** Refuses a transport protocol of a later version, given by its number. */
    IllegalArgumentException unknownProtocol(int number);
}
