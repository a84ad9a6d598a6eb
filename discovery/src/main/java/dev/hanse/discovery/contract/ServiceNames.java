// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.ServiceName;

/** Names of services. */
public final class ServiceNames {

    private ServiceNames() {}

    /** As a message. */
    public static dev.hanse.proto.v1.ServiceName toMessage(ServiceName name) {
        return dev.hanse.proto.v1.ServiceName.newBuilder()
                .setNamespace(name.namespace())
                .setName(name.name())
                .build();
    }

    /**
     * From a message.
     *
     * @throws IllegalArgumentException with the value and the expectation
     */
    public static ServiceName fromMessage(dev.hanse.proto.v1.ServiceName message) {
        return new ServiceName(message.getNamespace(), message.getName());
    }
}
