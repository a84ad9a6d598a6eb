// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The path that asks for the instances of a service. Consul takes any text as a name: blanks, slashes, dots. */
final class ServicePath {

    private static final String HEALTH = "/v1/health/service/";

    private ServicePath() {}

    static String of(String service) {
        return HEALTH + URLEncoder.encode(service, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
