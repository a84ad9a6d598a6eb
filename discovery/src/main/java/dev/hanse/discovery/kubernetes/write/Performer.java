// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/** Sends steps to the API server. For any thread; requests block it. */
final class Performer {

    private final ApiServer server;
    private final Map<ObjectKind, ApiWrites> writes = new EnumMap<>(ObjectKind.class);
    private final BooleanSupplier allowed;
    private final Definitions definitions;

    /**
     * @param allowed whether anything may be sent at this moment
     * @param definitions of what others define
     */
    Performer(ApiServer server, BooleanSupplier allowed, Definitions definitions) {
        this.definitions = definitions;
        this.server = server;
        this.allowed = allowed;
        for (ObjectKind kind : ObjectKind.values()) {
            writes.put(kind, kind.writes(server, allowed));
        }
    }

    Outcome perform(Step step) throws InterruptedException {
        boolean imported = step.key().kind() == ObjectKind.SERVICE_IMPORT;
        Outcome outcome = send(step, imported);
        if (imported) {
            definitions.imports().onRefused(outcome);
        }
        return outcome;
    }

    private Outcome send(Step step, boolean imported) throws InterruptedException {
        ObjectKey key = step.key();
        Definition imports = definitions.imports();
        ApiWrites of = imported
                ? key.kind().writes(server, imports.group(), allowed)
                : Objects.requireNonNull(writes.get(key.kind()));
        return switch (step) {
            case Step.Create(WrittenImport content, String owner) ->
                of.create(key.name().namespace(), imports.fit(content.toCreate(owner)));
            case Step.Change(WrittenImport content, Seen<?> seen, String owner) ->
                of.apply(key.name(), imports.fit(content.toChange(seen, owner)));
            case Step.Create(Written content, String owner) ->
                of.create(key.name().namespace(), owned(content.toCreate(owner)));
            case Step.Change(WrittenService service, Seen<?> seen, String owner) ->
                of.merge(key.name(), owned(service.toChange(seen, owner)));
            case Step.Change(Written content, Seen<?> seen, String owner) ->
                of.apply(key.name(), owned(content.toChange(seen, owner)));
            case Step.ChangeStatus(WrittenImport content, Seen<?> seen) ->
                of.applyStatus(key.name(), imports.fit(content.toChangeStatus(seen)));
            case Step.Delete(Seen<?> seen) -> of.delete(key.name(), seen.uid(), seen.version());
        };
    }

    /** An owner in a version that is not served would not be found by the cluster's garbage collector. */
    private ObjectNode owned(ObjectNode object) {
        object.path("metadata")
                .path("ownerReferences")
                .valueStream()
                .forEach(owner -> ((ObjectNode) owner)
                        .put("apiVersion", definitions.imports().apiVersion()));
        return object;
    }

    /** Makes a ClusterProperty that nobody has made. */
    Outcome createProperty(String group, ObjectNode property) throws InterruptedException {
        return new ApiWrites(server, ClusterProperties.LABEL, group, ClusterProperties.PLURAL, allowed)
                .create("", property);
    }

    /** Makes an Event. */
    Outcome createEvent(String namespace, ObjectNode event) throws InterruptedException {
        return ApiEvent.writes(server, allowed).create(namespace, event);
    }

    /** Applies the status of an export, in the version in which it was read. */
    Outcome perform(SeenExport export, ObjectNode status) throws InterruptedException {
        return new ApiWrites(server, SeenExports.LABEL, "/apis/" + export.api(), SeenExports.PLURAL, allowed)
                .applyStatus(export.name(), definitions.exports().strip(status));
    }
}
