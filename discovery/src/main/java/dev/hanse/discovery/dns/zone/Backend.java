// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.ServicePort;
import java.util.List;

/**
 * A ready endpoint and where it is.
 *
 * @param cluster the cluster it runs in
 * @param endpoint address, hostname and weight
 * @param ports what it listens on
 */
record Backend(ClusterId cluster, Endpoint endpoint, List<ServicePort> ports) {}
