// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.configmap;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiReads;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads ConfigMaps and changes single entries of them. For any thread; requests block it. */
public final class ConfigMaps {

    /** Whose fields these are, in {@code metadata.managedFields}. */
    public static final String MANAGER = "hanse-dns-config";

    private static final String LABEL = "configmaps";
    private static final String GROUP = "/api/v1";

    private final ApiReads reads;
    private final ApiWrites writes;

    /** Those of one API server. */
    public ConfigMaps(ApiServer server) {
        this.reads = new ApiReads(server);
        this.writes = new ApiWrites(server, LABEL, GROUP, LABEL).as(MANAGER);
    }

    /** Empty: there is none of that name. */
    public Optional<ConfigMap> get(ObjectName name) throws ApiException, InterruptedException {
        return reads.get(LABEL, GROUP + "/namespaces/" + name.namespace() + "/" + LABEL + "/" + name.name())
                .map(ConfigMap::new);
    }

    /**
     * Changes an entry and an annotation, where nobody has changed the ConfigMap since it was read: a text of which only a part is ours is nobody's to apply.
     *
     * @param text null: the entry goes
     * @param annotation null: the annotation goes
     */
    public Outcome change(
            ConfigMap read, String key, @Nullable String text, String annotationKey, @Nullable String annotation)
            throws InterruptedException {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata").put("uid", read.uid()).put("resourceVersion", read.version());
        metadata.putObject("annotations").put(annotationKey, annotation);
        patch.putObject("data").put(key, text);
        return writes.merge(read.name(), patch);
    }

    /** Makes one with one entry. */
    public Outcome create(ObjectName name, Map<String, String> labels, String key, String text)
            throws InterruptedException {
        ObjectNode object = object(name, key, text);
        ObjectNode put = ((ObjectNode) object.path("metadata")).putObject("labels");
        labels.forEach(put::put);
        return writes.create(name.namespace(), object);
    }

    /** Makes an entry be ours alone, by server-side apply, in the ConfigMap that was read. */
    public Outcome apply(ConfigMap read, String key, String text) throws InterruptedException {
        ObjectNode object = object(read.name(), key, text);
        ((ObjectNode) object.path("metadata")).put("uid", read.uid()).put("resourceVersion", read.version());
        return writes.apply(read.name(), object);
    }

    /** Takes an entry away. */
    public Outcome remove(ConfigMap read, String key) throws InterruptedException {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", read.uid()).put("resourceVersion", read.version());
        patch.putObject("data").putNull(key);
        return writes.merge(read.name(), patch);
    }

    /** Deletes the one that was read. */
    public Outcome delete(ConfigMap read) throws InterruptedException {
        return writes.delete(read.name(), read.uid(), read.version());
    }

    private static ObjectNode object(ObjectName name, String key, String text) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata").put("name", name.name()).put("namespace", name.namespace());
        object.putObject("data").put(key, text);
        return object;
    }
}
