// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.ServicePort;
import java.util.List;

/**
 * An endpoint as the file states it.
 *
 * @param ports those of the service, under the numbers on which it listens
 */
record FileEndpoint(Endpoint endpoint, List<ServicePort> ports) {

    /** Copies the list. */
    FileEndpoint {
        ports = List.copyOf(ports);
    }
}
