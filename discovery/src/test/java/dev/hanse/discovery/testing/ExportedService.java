// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.testing;

import dev.hanse.discovery.model.ServiceName;
import java.util.List;

/**
 * A ClusterSetIP service as a test of a source sets it up: TCP port 80 called {@code http}.
 *
 * @param name the service
 * @param addresses ready endpoints
 */
public record ExportedService(ServiceName name, List<String> addresses) {

    /** Shorthand. */
    public static ExportedService of(String name, String... addresses) {
        return new ExportedService(ServiceName.parse(name), List.of(addresses));
    }
}
