// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiException.Reason;
import dev.hanse.discovery.kubernetes.ApiReads;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import dev.hanse.discovery.kubernetes.configmap.ConfigMaps;
import dev.hanse.net.yaml.YamlException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads objects that may not be there, or not be readable, and tells the one from the other. For any thread; requests block it. */
final class Places {

    /**
     * A kind in one or two groups or versions, of which the first is taken that has objects: a group that is served may be left over from a version before.
     *
     * @param label as roles and {@code kubectl} name it
     */
    record Kind(String label, String listKind, List<String> paths) {}

    static final Kind NODES = new Kind("nodes", "NodeList", List.of("/api/v1/nodes"));
    static final Kind SERVICE_CIDRS = new Kind(
            "servicecidrs.networking.k8s.io",
            "ServiceCIDRList",
            List.of("/apis/networking.k8s.io/v1/servicecidrs", "/apis/networking.k8s.io/v1beta1/servicecidrs"));
    static final Kind IP_POOLS = new Kind(
            "ippools.crd.projectcalico.org",
            "IPPoolList",
            List.of("/apis/crd.projectcalico.org/v1/ippools", "/apis/projectcalico.org/v3/ippools"));
    static final Kind CILIUM_NODES =
            new Kind("ciliumnodes.cilium.io", "CiliumNodeList", List.of("/apis/cilium.io/v2/ciliumnodes"));

    private static final String ADVICE = "; grant the verb";

    private final ApiReads reads;
    private final ConfigMaps maps;

    Places(ApiServer server) {
        this.reads = new ApiReads(server);
        this.maps = new ConfigMaps(server);
    }

    Optional<GatewayPrefixes> configuration(ObjectName map) throws ApiException, InterruptedException {
        return maps.get(map).flatMap(GatewayPrefixes::of);
    }

    /** Reads all objects of a kind. A page that has expired brings some twice. */
    Reading list(Origin origin, Kind kind, Function<JsonNode, List<FoundPrefix>> parser)
            throws ApiException, InterruptedException {
        return guarded(origin, () -> {
            Listed seen = new Listed(parser);
            boolean served = false;
            for (String path : kind.paths()) {
                served |= seen.names.isEmpty() && reads.list(kind.label(), path, "", kind.listKind(), seen::add);
            }
            return served
                    ? new Reading(origin, Reading.State.READ, seen.names.size() + " objects", List.copyOf(seen.found))
                    : Reading.absent(origin, kind.label() + " are not served here");
        });
    }

    /** What was read so far. */
    private static final class Listed {

        private final Function<JsonNode, List<FoundPrefix>> parser;
        private final Set<String> names = new LinkedHashSet<>();
        private final Set<FoundPrefix> found = new LinkedHashSet<>();

        Listed(Function<JsonNode, List<FoundPrefix>> parser) {
            this.parser = parser;
        }

        void add(JsonNode object) {
            String name = object.path("metadata").path("name").asString("");
            names.add(name);
            try {
                found.addAll(parser.apply(object));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        }
    }

    /** Reads the first ConfigMap that is there. */
    Reading map(Origin origin, List<ObjectName> names, Function<ConfigMap, List<FoundPrefix>> parser)
            throws ApiException, InterruptedException {
        return guarded(origin, () -> {
            for (ObjectName name : names) {
                Optional<ConfigMap> map = maps.get(name);
                if (map.isPresent()) {
                    return new Reading(origin, Reading.State.READ, "ConfigMap " + name, parser.apply(map.get()));
                }
            }
            return Reading.absent(
                    origin,
                    "there is no ConfigMap "
                            + names.stream().map(ObjectName::toString).collect(Collectors.joining(" or ")));
        });
    }

    private interface Look {
        Reading look() throws ApiException, InterruptedException;
    }

    private static Reading guarded(Origin origin, Look look) throws ApiException, InterruptedException {
        try {
            return look.look();
        } catch (ApiException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            return new Reading(
                    origin, Reading.State.FORBIDDEN, withoutAdvice(String.valueOf(e.getMessage())), List.of());
        } catch (IllegalArgumentException | YamlException e) {
            return new Reading(origin, Reading.State.MALFORMED, String.valueOf(e.getMessage()), List.of());
        }
    }

    /** What to do is said for gateways there; here a person asks. */
    private static String withoutAdvice(String refusal) {
        int advice = refusal.lastIndexOf(ADVICE);
        return advice < 0 ? refusal : refusal.substring(0, advice);
    }
}
