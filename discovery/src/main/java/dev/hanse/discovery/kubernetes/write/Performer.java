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

    /** @param allowed whether anything may be sent at this moment */
    Performer(ApiServer server, BooleanSupplier allowed) {
        this.server = server;
        this.allowed = allowed;
        for (ObjectKind kind : ObjectKind.values()) {
            writes.put(kind, kind.writes(server, allowed));
        }
    }

    Outcome perform(Step step) throws InterruptedException {
        ObjectKey key = step.key();
        ApiWrites of = Objects.requireNonNull(writes.get(key.kind()));
        return switch (step) {
            case Step.Create(Written content, String owner) ->
                of.create(key.name().namespace(), content.toCreate(owner));
            case Step.Change(WrittenService service, Seen<?> seen, String owner) ->
                of.merge(key.name(), service.toChange(seen, owner));
            case Step.Change(Written content, Seen<?> seen, String owner) ->
                of.apply(key.name(), content.toChange(seen, owner));
            case Step.ChangeStatus(WrittenImport content, Seen<?> seen) ->
                of.applyStatus(key.name(), content.toChangeStatus(seen));
            case Step.Delete(Seen<?> seen) -> of.delete(key.name(), seen.uid(), seen.version());
        };
    }

    /** Applies the status of an export, in the version in which it was read. */
    Outcome perform(SeenExport export, ObjectNode status) throws InterruptedException {
        return new ApiWrites(server, SeenExports.LABEL, "/apis/" + export.api(), SeenExports.PLURAL, allowed)
                .applyStatus(export.name(), status);
    }
}
