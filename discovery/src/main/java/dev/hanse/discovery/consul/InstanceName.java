// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.AddressLabel;
import dev.hanse.discovery.model.DnsLabel;
import java.util.Locale;

/**
 * The hostnames that an instance may have, from what does not change while it is registered.
 *
 * @param ofId its id; empty: it is no name, since it is no DNS label, is what Consul gives every instance of the service that states none, or reads as an address,
 *     and so may be the default name of another endpoint
 * @param ofIdAndNode id and node, for ids that several nodes have; empty: it is no name
 */
record InstanceName(String ofId, String ofIdAndNode) {

    static InstanceName of(ConsulInstance instance) {
        return new InstanceName(
                instance.id().equals(instance.service()) ? "" : label(instance.id()),
                label(instance.id() + "-" + instance.node().replace('.', '-')));
    }

    private static String label(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return DnsLabel.isValid(lower) && !AddressLabel.isOne(lower) ? lower : "";
    }
}
