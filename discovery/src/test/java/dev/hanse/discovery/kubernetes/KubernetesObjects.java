// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Objects as the API writes them. */
final class KubernetesObjects {

    private static final JsonMapper MAPPER = new JsonMapper();

    private KubernetesObjects() {}

    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    static String export(String name) {
        return "{" + metadata(name, "") + ",\"spec\":{}}";
    }

    static String service(String name) {
        return service(name, "\"type\":\"ClusterIP\",\"clusterIP\":\"10.110.0.7\"");
    }

    /** @param spec fields beside the port: TCP 80, called http, to the pods' port web */
    static String service(String name, String spec) {
        return "{" + metadata(name, "") + ",\"spec\":{" + spec
                + ",\"internalTrafficPolicy\":\"Cluster\",\"ports\":[{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":80,\"targetPort\":\"web\"}]}}";
    }

    /** A slice on port 8080 with ready endpoints. */
    static String slice(String name, String service, String... addresses) {
        String endpoints = Arrays.stream(addresses)
                .map(address -> endpoint(address, "\"conditions\":{\"ready\":true}"))
                .collect(Collectors.joining(","));
        return slice(name, service, "{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":8080}", endpoints);
    }

    static String slice(String name, String service, String ports, String endpoints) {
        return "{" + metadata(name, ",\"labels\":{\"kubernetes.io/service-name\":\"" + service + "\"}")
                + ",\"addressType\":\"IPv4\",\"ports\":[" + ports + "],\"endpoints\":[" + endpoints + "]}";
    }

    static String endpoint(String address, String fields) {
        return "{\"addresses\":[\"" + address + "\"]" + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    private static String metadata(String name, String more) {
        String[] parts = name.split("/");
        return "\"metadata\":{\"namespace\":\"" + parts[0] + "\",\"name\":\"" + parts[1]
                + "\",\"creationTimestamp\":\"2026-11-23T16:00:00Z\"" + more + "}";
    }
}
