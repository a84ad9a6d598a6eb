// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Followed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The namespaces in which something may be written. For any thread. */
final class Namespaces implements Followed<Namespaces.Found> {

    private final Set<String> usable = new HashSet<>();
    private final Consumer<String> changed;
    private final Consumer<String> failed;
    private boolean listed;

    /**
     * A namespace.
     *
     * @param goes whether it is being deleted
     */
    record Found(String name, boolean goes) {}

    /**
     * @param changed is told of namespaces that came or go
     * @param failed is told why they cannot be read; empty: they can
     */
    Namespaces(Consumer<String> changed, Consumer<String> failed) {
        this.changed = changed;
        this.failed = failed;
    }

    /** Whether they were read once. */
    synchronized boolean isComplete() {
        return listed;
    }

    synchronized boolean isUsable(String namespace) {
        return usable.contains(namespace);
    }

    @Override
    public String label() {
        return "namespaces";
    }

    @Override
    public String listKind() {
        return "NamespaceList";
    }

    @Override
    public List<String> paths() {
        return List.of("/api/v1/namespaces");
    }

    @Override
    public Found strip(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new Found(metadata.path("name").asString(""), metadata.hasNonNull("deletionTimestamp"));
    }

    @Override
    public void replace(List<Found> found) {
        Set<String> now = found.stream()
                .filter(namespace -> !namespace.goes())
                .map(Found::name)
                .collect(Collectors.toSet());
        Set<String> different = new HashSet<>();
        synchronized (this) {
            usable.stream().filter(name -> !now.contains(name)).forEach(different::add);
            now.stream().filter(name -> !usable.contains(name)).forEach(different::add);
            usable.clear();
            usable.addAll(now);
            listed = true;
        }
        different.forEach(changed);
    }

    @Override
    public void put(Found namespace) {
        boolean different;
        synchronized (this) {
            different = namespace.goes() ? usable.remove(namespace.name()) : usable.add(namespace.name());
        }
        if (different) {
            changed.accept(namespace.name());
        }
    }

    @Override
    public void remove(Found namespace) {
        put(new Found(namespace.name(), true));
    }

    @Override
    public void onState(String trouble) {
        failed.accept(trouble);
    }
}
