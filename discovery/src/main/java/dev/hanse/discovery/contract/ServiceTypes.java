// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.ServiceType;

/** How services are consumed. */
final class ServiceTypes {

    private ServiceTypes() {}

    static dev.hanse.proto.v1.ServiceType toMessage(ServiceType type) {
        return switch (type) {
            case CLUSTER_SET_IP -> dev.hanse.proto.v1.ServiceType.SERVICE_TYPE_CLUSTER_SET_IP;
            case HEADLESS -> dev.hanse.proto.v1.ServiceType.SERVICE_TYPE_HEADLESS;
        };
    }

    static ServiceType fromMessage(dev.hanse.proto.v1.ServiceType message, ReadingRules rules) {
        return switch (message) {
            case SERVICE_TYPE_CLUSTER_SET_IP -> ServiceType.CLUSTER_SET_IP;
            case SERVICE_TYPE_HEADLESS -> ServiceType.HEADLESS;
            case SERVICE_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw rules.unknownType(message);
        };
    }
}
