// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What gateways last reported that they cannot write into their clusters' Kubernetes or Consul. In memory only: each gateway reports again on its next stream. Owned by
 * the control loop.
 */
public final class RefusedWrites {

    /** Limit of one report. */
    public static final int MAX_REFUSED = 128;

    /** What one gateway says of one service beyond that is only counted. */
    public static final int MAX_OF_SERVICE = 8;

    private final SortedMap<GatewayId, Report> byGateway = new TreeMap<>();

    /**
     * Something that is not written, in words of the gateway.
     *
     * @param service the import
     * @param target where it was to be written
     * @param text what, and why not
     */
    public record Refusal(ServiceName service, String target, String text) {}

    /**
     * All that a gateway cannot write at the moment.
     *
     * @param refused of any service, as far as there was room
     * @param leftOut how many more there are
     */
    public record Report(List<Refusal> refused, int leftOut) {

        /** Copies the list. */
        public Report {
            refused = List.copyOf(refused);
        }

        private boolean isEmpty() {
            return refused.isEmpty() && leftOut == 0;
        }

        private List<Refusal> of(ServiceName service) {
            return refused.stream()
                    .filter(refusal -> refusal.service().equals(service))
                    .toList();
        }
    }

    /**
     * What is reported of one service, in order of the gateways.
     *
     * @param refused at most {@link #MAX_OF_SERVICE} of each gateway
     * @param leftOut how many more each gateway cannot write, of this service or of others; no gateway of which all is known
     */
    public record OfService(List<Map.Entry<GatewayId, Refusal>> refused, List<Map.Entry<GatewayId, Integer>> leftOut) {

        /** Nothing is reported. */
        public static final OfService NOTHING = new OfService(List.of(), List.of());

        /** Copies the lists. */
        public OfService {
            refused = List.copyOf(refused);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** A gateway has reported; all that it reported before is over. */
    public void put(GatewayId gateway, Report report) {
        if (report.isEmpty()) {
            byGateway.remove(gateway);
        } else {
            byGateway.put(gateway, report);
        }
    }

    /** What a gateway reported is no longer current. */
    public void remove(GatewayId gateway) {
        byGateway.remove(gateway);
    }

    /** Forgets a cluster. */
    public void removeAll(ClusterId cluster) {
        byGateway.keySet().removeIf(gateway -> gateway.cluster().equals(cluster));
    }

    /** What is reported of one service. */
    public OfService of(ServiceName service) {
        List<Map.Entry<GatewayId, Refusal>> refused = new ArrayList<>();
        List<Map.Entry<GatewayId, Integer>> leftOut = new ArrayList<>();
        byGateway.forEach((gateway, report) -> {
            List<Refusal> all = report.of(service);
            all.stream().limit(MAX_OF_SERVICE).forEach(refusal -> refused.add(Map.entry(gateway, refusal)));
            int more = report.leftOut() + Math.max(0, all.size() - MAX_OF_SERVICE);
            if (more > 0) {
                leftOut.add(Map.entry(gateway, more));
            }
        });
        return new OfService(refused, leftOut);
    }
}
