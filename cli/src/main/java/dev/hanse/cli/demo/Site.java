// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * One cluster of the demo: a gateway host on the WAN and two pod hosts behind it.
 *
 * @param cluster its id
 * @param podPrefix CIDR
 * @param shared further prefixes of its own, which have addresses of the WAN
 * @param gateway the gateway host
 * @param gatewayAddress on the WAN
 * @param dnsAddress of the gateway, as pods reach it
 * @param pods the pod hosts
 */
record Site(
        String cluster,
        String podPrefix,
        List<String> shared,
        Host gateway,
        String gatewayAddress,
        String dnsAddress,
        List<Pod> pods) {

    /** A pod host with its address. */
    record Pod(Host host, String address) {}

    Site {
        shared = List.copyOf(shared);
        pods = List.copyOf(pods);
    }

    /** All prefixes of the cluster. */
    List<String> prefixes() {
        return Stream.concat(Stream.of(podPrefix), shared.stream()).toList();
    }

    Pod pod(int index) {
        return pods.get(index);
    }
}
