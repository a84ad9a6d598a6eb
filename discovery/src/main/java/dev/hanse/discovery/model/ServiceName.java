// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.Comparator;

/**
 * The name of a service, the same in all clusters (namespace sameness).
 *
 * @param namespace RFC 1123 label
 * @param name RFC 1123 label
 */
public record ServiceName(String namespace, String name) implements Comparable<ServiceName> {

    private static final Comparator<ServiceName> ORDER =
            Comparator.comparing(ServiceName::namespace).thenComparing(ServiceName::name);

    /** Checks both labels. */
    public ServiceName {
        DnsLabel.require("namespace", namespace);
        DnsLabel.require("service name", name);
    }

    /**
     * Reads {@code namespace/name}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static ServiceName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("service: \"" + text + "\" (expected: namespace/name)");
        }
        return new ServiceName(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(ServiceName other) {
        return ORDER.compare(this, other);
    }

    /** {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
