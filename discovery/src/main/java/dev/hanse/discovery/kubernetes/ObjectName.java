// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import tools.jackson.databind.JsonNode;

/**
 * Names an object of one kind. Unlike a service's name it may be anything that Kubernetes takes.
 *
 * @param namespace where it is; empty: in none
 * @param name unique within kind and namespace
 */
public record ObjectName(String namespace, String name) implements Comparable<ObjectName> {

    /** The name of any object. Its namespace has many others: all have one text of it. */
    public static ObjectName of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new ObjectName(
                metadata.path("namespace").asString("").intern(),
                metadata.path("name").asString(""));
    }

    @Override
    public int compareTo(ObjectName other) {
        int namespaces = namespace.compareTo(other.namespace);
        return namespaces != 0 ? namespaces : name.compareTo(other.name);
    }

    /** {@code namespace/name}, or the name of what is in no namespace. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
