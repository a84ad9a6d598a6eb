// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import org.jspecify.annotations.Nullable;

/**
 * The name of a service, the same in all clusters (namespace sameness).
 *
 * @param namespace RFC 1123 label
 * @param name RFC 1123 label
 */
public record ServiceName(String namespace, String name) implements Comparable<ServiceName> {

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
        int namespaces = namespace.compareTo(other.namespace);
        return namespaces != 0 ? namespaces : name.compareTo(other.name);
    }

    /** Written out, as {@link #hashCode}: every map of services asks for it, also before Java has compiled its own for records. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServiceName that && name.equals(that.name) && namespace.equals(that.namespace);
    }

    @Override
    public int hashCode() {
        return 31 * namespace.hashCode() + name.hashCode();
    }

    /** {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
