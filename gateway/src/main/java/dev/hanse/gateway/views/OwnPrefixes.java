// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.net.address.ForbiddenAddresses;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This cluster's pod prefixes as its operator configured them, beside those that the control plane has registered. Where
 * they differ, both are protected and the operator is told. Pure but for the log.
 *
 * @param cluster this cluster
 * @param configured its pod prefixes as configured
 * @param controlPlane where it is reached, as far as that is known yet; any thread
 * @param apart whether what is sent to the control plane and to peers is kept out of the tunnel, so that prefixes of peers may have their addresses
 */
public record OwnPrefixes(
        ClusterId cluster,
        List<IpPrefix> configured,
        Supplier<? extends Collection<InetAddress>> controlPlane,
        boolean apart) {

    /** Operators search their logs for this name. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.gateway.ControlPlaneBridge");

    /** Copies the list. */
    public OwnPrefixes {
        configured = List.copyOf(configured);
    }

    /** Where nothing is known of where the control plane is. */
    public OwnPrefixes(ClusterId cluster, List<IpPrefix> configured) {
        this(cluster, configured, List::of, false);
    }

    /** Whether all endpoints are such as this cluster may export, as far as that is known here. */
    public boolean mayExport(EndpointSlice slice) {
        PrefixSet own = new PrefixSet(configured);
        return slice.endpoints().stream()
                .map(Endpoint::address)
                .allMatch(address -> ForbiddenAddresses.isHost(address) && own.contains(address));
    }

    /** Before anything is known of the registered ones. */
    ViewRules rules() {
        return new ViewRules(cluster, configured, controlPlane, apart);
    }

    /** What holds once the registered ones are known. */
    ViewRules rules(List<String> registered) {
        List<IpPrefix> prefixes = new ArrayList<>(configured);
        for (String text : registered) {
            try {
                prefixes.add(IpPrefix.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.warn("link: the control plane names a prefix of ours that is none: {}", e.getMessage());
            }
        }
        List<String> own = configured.stream().map(IpPrefix::toString).toList();
        if (!new HashSet<>(own).equals(new HashSet<>(registered))) {
            LOG.warn(
                    "pod-prefixes: {} here, but {} are registered for cluster {} (expected: the same; to change them,"
                            + " remove the cluster and join again)",
                    own,
                    registered,
                    cluster);
        }
        return new ViewRules(cluster, prefixes, controlPlane, apart);
    }
}
