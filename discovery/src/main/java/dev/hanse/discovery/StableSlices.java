// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Splits endpoints into slices such that one changed endpoint changes one slice. The slices are the leaves of a binary tree over the hashes of the
 * addresses: a branch with more than {@link EndpointSlice#MAX_ENDPOINTS} is split by its next bit. Nothing is remembered; the same endpoints always
 * give the same slices.
 */
public final class StableSlices {

    private final ServiceName service;
    private final List<ServicePort> ports;
    private final List<EndpointSlice> slices = new ArrayList<>();

    private record Hashed(byte[] hash, Endpoint endpoint) {

        boolean bit(int index) {
            return (hash[index / 8] >> (7 - index % 8) & 1) != 0;
        }
    }

    private StableSlices(ServiceName service, List<ServicePort> ports) {
        this.service = service;
        this.ports = ports;
    }

    /**
     * Splits the endpoints of one service that share their ports.
     *
     * @param name name of the slice while there is one; with several, the bits that lead to each follow behind a hyphen
     * @param endpoints each address once
     * @return none without endpoints
     * @throws IllegalArgumentException if an address appears twice
     */
    public static List<EndpointSlice> of(
            ServiceName service, String name, List<ServicePort> ports, Collection<Endpoint> endpoints) {
        List<Hashed> sorted = endpoints.stream()
                .map(endpoint -> new Hashed(hash(endpoint), endpoint))
                .sorted(Comparator.comparing(Hashed::hash, Arrays::compareUnsigned))
                .toList();
        requireUnique(sorted);
        StableSlices tree = new StableSlices(service, ports);
        tree.split(name, 0, sorted);
        return tree.slices;
    }

    private void split(String name, int depth, List<Hashed> branch) {
        if (branch.size() > EndpointSlice.MAX_ENDPOINTS) {
            String prefix = depth == 0 ? name + "-" : name;
            int middle = firstWithBit(depth, branch);
            split(prefix + "0", depth + 1, branch.subList(0, middle));
            split(prefix + "1", depth + 1, branch.subList(middle, branch.size()));
        } else if (!branch.isEmpty()) {
            List<Endpoint> endpoints = branch.stream().map(Hashed::endpoint).toList();
            slices.add(new EndpointSlice(service, name, ports, endpoints));
        }
    }

    private static int firstWithBit(int index, List<Hashed> branch) {
        int first = 0;
        while (first < branch.size() && !branch.get(first).bit(index)) {
            first++;
        }
        return first;
    }

    private static void requireUnique(List<Hashed> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (Arrays.equals(sorted.get(i - 1).hash(), sorted.get(i).hash())) {
                throw new IllegalArgumentException("endpoint "
                        + sorted.get(i).endpoint().address().getHostAddress() + " twice (expected: once in a slice)");
            }
        }
    }

    private static byte[] hash(Endpoint endpoint) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(endpoint.address().getAddress());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java platform", e);
        }
    }
}
