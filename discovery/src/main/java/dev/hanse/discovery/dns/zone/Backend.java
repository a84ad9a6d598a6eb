// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A ready endpoint and where it is.
 *
 * @param cluster the cluster it runs in
 * @param endpoint address, hostname and weight
 * @param ports what it listens on
 */
record Backend(ClusterId cluster, Endpoint endpoint, List<ServicePort> ports) {

    /** Those that fit; a loop, since at the start this is done for every service by code that is not compiled yet. */
    static List<Backend> filter(List<Backend> backends, Predicate<Backend> which) {
        List<Backend> chosen = new ArrayList<>(backends.size());
        for (Backend backend : backends) {
            if (which.test(backend)) {
                chosen.add(backend);
            }
        }
        return chosen;
    }
}
