// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Followed;
import dev.hanse.discovery.kubernetes.ObjectName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The ServiceExports of the cluster, as they were seen last: on a watch, or in an answer to our own request, whatever is newer. For any thread. */
final class SeenExports implements Followed<SeenExport> {

    /** As roles and {@code kubectl} name the kind. */
    static final String LABEL = "serviceexports.multicluster.x-k8s.io";

    /** The kind's part of a path. */
    static final String PLURAL = "serviceexports";

    private static final String GROUP = "/apis/multicluster.x-k8s.io/";

    private final Map<ObjectName, SeenExport> exports = new HashMap<>();
    private final Consumer<ObjectName> changed;
    private final Consumer<String> failed;
    private final Consumer<String> served;

    /**
     * @param changed is told of exports that changed or went; must not block
     * @param failed takes why they cannot be read; empty: they can
     * @param served takes the path under which they are
     */
    SeenExports(Consumer<ObjectName> changed, Consumer<String> failed, Consumer<String> served) {
        this.served = served;
        this.changed = changed;
        this.failed = failed;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public String listKind() {
        return "ServiceExportList";
    }

    @Override
    public List<String> paths() {
        return List.of(GROUP + "v1beta1/" + PLURAL, GROUP + "v1alpha1/" + PLURAL);
    }

    @Override
    public void onServed(String path) {
        served.accept(path);
    }

    @Override
    public SeenExport strip(JsonNode object) {
        return SeenExport.of(object);
    }

    synchronized Optional<SeenExport> of(ObjectName name) {
        return Optional.ofNullable(exports.get(name));
    }

    @Override
    public synchronized void replace(List<SeenExport> found) {
        Set<ObjectName> gone = new HashSet<>(exports.keySet());
        gone.removeAll(found.stream().map(SeenExport::name).collect(Collectors.toSet()));
        gone.forEach(this::forget);
        // What a list says is so, whatever was seen before: versions are lower where a backup was restored.
        found.forEach(this::set);
    }

    /** The watch may still be on its way to what an answer has said already. */
    @Override
    public synchronized void put(SeenExport export) {
        SeenExport before = exports.get(export.name());
        boolean older = before != null
                && before.uid().equals(export.uid())
                && ObjectVersion.of(before.version()) > ObjectVersion.of(export.version());
        if (!older) {
            set(export);
        }
    }

    private void set(SeenExport export) {
        if (!export.equals(exports.put(export.name(), export))) {
            changed.accept(export.name());
        }
    }

    @Override
    public void remove(SeenExport export) {
        forget(export.name());
    }

    private synchronized void forget(ObjectName name) {
        if (exports.remove(name) != null) {
            changed.accept(name);
        }
    }

    @Override
    public void onState(String trouble) {
        failed.accept(trouble);
    }
}
