// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** As much of an API server as steps need: it keeps objects by name, gives them uid, version and addresses, and takes no step that means another object than is there. */
final class FakeCluster {

    private final Map<ObjectKey, ObjectNode> objects = new TreeMap<>(Comparator.comparing(ObjectKey::toString));
    private int version = 1000;
    private int steps;
    private int address = 1;

    /** Returns the object; empty: refused. */
    Outcome perform(Step step) {
        steps++;
        ObjectNode there = objects.get(step.key());
        return switch (step) {
            case Step.Create(Written content, String owner) ->
                there != null ? new Outcome.AlreadyExists("") : stored(step.key(), created(content.toCreate(owner)));
            case Step.Change(Written content, Seen<?> seen, String owner) ->
                change(step.key(), there, seen, content.toChange(seen, owner));
            case Step.ChangeStatus(WrittenImport content, Seen<?> seen) ->
                change(step.key(), there, seen, content.toChangeStatus(seen));
            case Step.Delete(Seen<?> seen) -> {
                if (there == null || !isPinned(there, seen)) {
                    yield new Outcome.Conflict("");
                }
                objects.remove(step.key());
                yield new Outcome.Done(Body.empty());
            }
        };
    }

    private ObjectNode created(ObjectNode object) {
        Body.metadata(object).put("uid", "uid-" + version);
        if (object.path("kind").asString("").equals("Service")
                && !object.path("spec").path("clusterIP").asString("").equals("None")) {
            object.withObject("/spec").putArray("clusterIPs").add("10.96.0." + address++);
        }
        return object;
    }

    private Outcome change(ObjectKey key, @Nullable ObjectNode there, Seen<?> seen, ObjectNode body) {
        if (there == null || !isPinned(there, seen)) {
            return new Outcome.Conflict("");
        }
        ObjectNode now = there.deepCopy();
        body.properties().forEach(field -> {
            switch (field.getKey()) {
                case "metadata" -> metadata(Body.metadata(now), field.getValue(), key.kind() == ObjectKind.SERVICE);
                case "spec" -> spec(now, field.getValue(), key.kind());
                default -> now.set(field.getKey(), field.getValue());
            }
        });
        return stored(key, now);
    }

    /** Applied labels that are not named any more go; those that somebody else put there stay. */
    private static void metadata(ObjectNode now, JsonNode applied, boolean merges) {
        for (String field : List.of("labels", "annotations")) {
            ObjectNode values = now.withObject("/" + field);
            OwnedKeys.of(wrapped(now), field).keySet().forEach(values::remove);
            applied.path(field).properties().forEach(each -> values.set(each.getKey(), each.getValue()));
        }
        if (applied.has("ownerReferences")) {
            now.set("ownerReferences", applied.path("ownerReferences"));
        }
        if (!merges && applied.has("labels")) {
            ObjectNode fields = now.putArray("managedFields")
                    .addObject()
                    .put("manager", ApiWrites.manager())
                    .put("operation", "Apply")
                    .putObject("fieldsV1")
                    .putObject("f:metadata");
            for (String field : List.of("labels", "annotations")) {
                ObjectNode keys = fields.putObject("f:" + field);
                applied.path(field).propertyNames().forEach(key -> keys.putObject("f:" + key));
            }
        }
    }

    private static ObjectNode wrapped(ObjectNode metadata) {
        ObjectNode object = Body.empty();
        object.set("metadata", metadata);
        return object;
    }

    private static void spec(ObjectNode now, JsonNode body, ObjectKind kind) {
        if (kind != ObjectKind.SERVICE) {
            now.set("spec", body);
            return;
        }
        ObjectNode spec = now.withObject("/spec");
        body.properties().forEach(each -> {
            if (each.getValue().isNull()) {
                spec.remove(each.getKey());
            } else {
                spec.set(each.getKey(), each.getValue());
            }
        });
    }

    private static boolean isPinned(ObjectNode there, Seen<?> seen) {
        JsonNode metadata = there.path("metadata");
        return metadata.path("uid").asString("").equals(seen.uid())
                && metadata.path("resourceVersion").asString("").equals(seen.version());
    }

    private Outcome stored(ObjectKey key, ObjectNode object) {
        version++;
        Body.metadata(object).put("resourceVersion", Integer.toString(version));
        objects.put(key, object);
        return new Outcome.Done(object.deepCopy());
    }

    /** Somebody else's hand. */
    void edit(ObjectKey key, Consumer<ObjectNode> change) {
        ObjectNode object =
                Objects.requireNonNull(objects.get(key), key.toString()).deepCopy();
        change.accept(object);
        stored(key, object);
    }

    void put(ObjectKey key, ObjectNode object) {
        stored(key, created(object));
    }

    void remove(ObjectKey key) {
        objects.remove(key);
    }

    List<FoundObject> found() {
        return objects.entrySet().stream()
                .map(each -> FoundObject.of(each.getKey().kind(), each.getValue()))
                .toList();
    }

    /** What each of them is, down to the uid. */
    Map<String, String> uids() {
        Map<String, String> uids = new TreeMap<>();
        objects.forEach((key, object) ->
                uids.put(key.toString(), object.path("metadata").path("uid").asString("")));
        return uids;
    }

    JsonNode object(ObjectKey key) {
        return Objects.requireNonNull(objects.get(key), key.toString());
    }

    int steps() {
        return steps;
    }
}
