// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths with names in them. Consul takes any text as a name: blanks, slashes, dots. */
final class QueryPath {

    private QueryPath() {}

    /** Asks for the instances of a service. */
    static String ofService(String service) {
        return "/v1/health/service/" + encoded(service);
    }

    /** Asks for a node and its services. */
    static String ofNode(String node) {
        return "/v1/catalog/node/" + encoded(node);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
