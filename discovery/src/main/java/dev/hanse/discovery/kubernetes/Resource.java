// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The kinds that are followed. */
enum Resource {
    SERVICE_EXPORTS(
            "serviceexports.multicluster.x-k8s.io",
            "ServiceExportList",
            "",
            KeptExport::of,
            "/apis/multicluster.x-k8s.io/v1beta1/serviceexports",
            "/apis/multicluster.x-k8s.io/v1alpha1/serviceexports"),
    SERVICES("services", "ServiceList", "", KeptService::of, "/api/v1/services"),
    /** Slices of a service of this cluster: without those that an implementation of the API imported. */
    ENDPOINT_SLICES(
            "endpointslices.discovery.k8s.io",
            "EndpointSliceList",
            "kubernetes.io/service-name,!multicluster.kubernetes.io/source-cluster",
            KeptSlice::of,
            "/apis/discovery.k8s.io/v1/endpointslices");

    private final String label;
    private final String listKind;
    private final String labelSelector;
    private final Function<JsonNode, Kept> strip;
    private final List<String> paths;

    Resource(String label, String listKind, String labelSelector, Function<JsonNode, Kept> strip, String... paths) {
        this.label = label;
        this.listKind = listKind;
        this.labelSelector = labelSelector;
        this.strip = strip;
        this.paths = List.of(paths);
    }

    /** As roles and {@code kubectl} name it. */
    String label() {
        return label;
    }

    /** What a list of them says it is. */
    String listKind() {
        return listKind;
    }

    /** Which of them are of interest; empty: all. */
    String labelSelector() {
        return labelSelector;
    }

    /** The paths of its versions, the best first. */
    List<String> paths() {
        return paths;
    }

    /** What is kept of an object. */
    Kept strip(JsonNode object) {
        return strip.apply(object);
    }
}
