// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The kinds that are written. */
enum ObjectKind {
    SERVICE_IMPORT(
            "serviceimports.multicluster.x-k8s.io",
            "ServiceImport",
            "multicluster.x-k8s.io/v1beta1",
            "/apis/multicluster.x-k8s.io/v1beta1",
            "serviceimports",
            "/apis/multicluster.x-k8s.io/v1alpha1"),
    SERVICE("services", "Service", "v1", "/api/v1", "services"),
    ENDPOINT_SLICE(
            "endpointslices.discovery.k8s.io",
            "EndpointSlice",
            "discovery.k8s.io/v1",
            "/apis/discovery.k8s.io/v1",
            "endpointslices");

    private final String label;
    private final String kind;
    private final String apiVersion;
    private final String group;
    private final String plural;
    private final List<String> earlier;

    /** @param earlier group and version of the same kind, where only that is served */
    ObjectKind(String label, String kind, String apiVersion, String group, String plural, String... earlier) {
        this.label = label;
        this.kind = kind;
        this.apiVersion = apiVersion;
        this.group = group;
        this.plural = plural;
        this.earlier = List.of(earlier);
    }

    /** As roles and {@code kubectl} name it. */
    String label() {
        return label;
    }

    String kind() {
        return kind;
    }

    String apiVersion() {
        return apiVersion;
    }

    /** Those of all versions, the best first. */
    List<String> paths() {
        return Stream.concat(Stream.of(group), earlier.stream())
                .map(each -> each + "/" + plural)
                .toList();
    }

    /** The way to change them, at times when that is allowed. */
    ApiWrites writes(ApiServer server, BooleanSupplier allowed) {
        return writes(server, group, allowed);
    }

    /** As above, in a version of its own. */
    ApiWrites writes(ApiServer server, String served, BooleanSupplier allowed) {
        return new ApiWrites(server, label, served, plural, allowed);
    }
}
