// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.IpFamily;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is kept of a Service.
 *
 * @param deleted whether it is being deleted
 * @param derived whether a controller of the Multi-Cluster Services API made it of an import
 * @param external whether it is an alias of a name outside the cluster
 * @param headless whether it has no address of its own
 * @param publishesAll {@code publishNotReadyAddresses}
 * @param clientIpSeconds how long a client stays with its endpoint; 0: it does not
 * @param families of its addresses, the primary one first
 * @param internalTrafficPolicy empty: the default
 * @param trafficDistribution empty: not stated
 * @param ports as the API has them
 */
record KeptService(
        ObjectName name,
        boolean deleted,
        boolean derived,
        boolean external,
        boolean headless,
        boolean publishesAll,
        int clientIpSeconds,
        List<IpFamily> families,
        String internalTrafficPolicy,
        String trafficDistribution,
        List<KeptPort> ports)
        implements Kept {

    private static final String PREFIX = "multicluster.kubernetes.io/";

    /** Ten digits of base32hex behind the word, as the reference implementation names them. */
    private static final Pattern DERIVED = Pattern.compile("derived-[0-9a-v]{10}");

    static KeptService of(JsonNode object) {
        JsonNode spec = object.path("spec");
        return new KeptService(
                ObjectName.of(object),
                Kept.isBeingDeleted(object),
                isDerived(object.path("metadata")),
                spec.path("type").asString("").equals("ExternalName"),
                spec.path("clusterIP").asString("").equals("None"),
                spec.path("publishNotReadyAddresses").asBoolean(false),
                Affinity.seconds(spec),
                families(spec.path("ipFamilies")),
                unlessDefault(spec.path("internalTrafficPolicy").asString("")),
                spec.path("trafficDistribution").asString("").intern(),
                KeptPort.listOf(spec.path("ports")));
    }

    /** A family that is not known here is none that anybody could be told of. */
    private static List<IpFamily> families(JsonNode families) {
        return families.valueStream()
                .flatMap(family -> Stream.of(IpFamily.values())
                        .filter(known -> known.text().equals(family.asString(""))))
                .distinct()
                .toList();
    }

    private static boolean isDerived(JsonNode metadata) {
        return metadata.path("labels").has(PREFIX + "service-name")
                || metadata.path("labels").has(PREFIX + "source-cluster")
                || metadata.path("annotations").has(PREFIX + "derived-service")
                || owners(metadata)
                        .anyMatch(owner -> owner.path("kind").asString("").equals("ServiceImport"))
                || DERIVED.matcher(metadata.path("name").asString("")).matches();
    }

    private static Stream<JsonNode> owners(JsonNode metadata) {
        return metadata.path("ownerReferences").valueStream();
    }

    /** The API writes its default into every Service. It is not stated here, so that exports of sources that know no such policy do not conflict with it. */
    private static String unlessDefault(String policy) {
        return policy.equals("Cluster") ? "" : policy.intern();
    }
}
