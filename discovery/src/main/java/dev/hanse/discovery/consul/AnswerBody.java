// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of Consul's answers. What was never set is written as {@code null}, as nothing, or left out, by version and by way of registration: all
 * three mean the same. Methods throw unchecked exceptions of many kinds where the form is another.
 */
final class AnswerBody {

    private static final String PASSING = "passing";

    private AnswerBody() {}

    /** {@code /v1/catalog/services}: names with their tags, but those that are written here: to look at each of them whenever one changes would be endless work. */
    static Set<String> services(Buffer body) {
        return new JsonObject(body)
                .stream()
                        .filter(entry -> !(entry.getValue() instanceof JsonArray tags && tags.contains(ImportMark.TAG)))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * {@code /v1/health/service/NAME}. Consul takes names that differ in case for one and answers with the instances of all; those of another name are left
     * out, for the catalog has that name too.
     */
    static List<ConsulInstance> instances(String service, Buffer body) {
        return objects(new JsonArray(body))
                .map(entry -> instance(service, entry))
                .filter(instance -> instance.service().equals(service))
                .toList();
    }

    /** {@code /v1/catalog/node/NAME}: {@code null} where there is no such node. */
    static Optional<String> nodeId(Buffer body) {
        return Json.decodeValue(body) instanceof JsonObject node
                ? Optional.of(text(object(node, "Node"), "ID", "")).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    private static ConsulInstance instance(String asked, JsonObject entry) {
        JsonObject node = object(entry, "Node");
        JsonObject service = Objects.requireNonNull(entry.getJsonObject("Service"), "no Service");
        String name = text(service, "Service", asked);
        return new ConsulInstance(
                name,
                text(node, "Node", ""),
                text(node, "ID", ""),
                text(service, "ID", name),
                text(service, "Address", text(node, "Address", "")),
                Math.clamp(service.getLong("Port", 0L) instanceof Long port ? port : 0L, -1, Integer.MAX_VALUE),
                meta(object(service, "Meta")),
                isPassing(entry));
    }

    private static boolean isPassing(JsonObject entry) {
        JsonArray checks = entry.getJsonArray("Checks");
        return checks == null || objects(checks).allMatch(check -> PASSING.equals(check.getString("Status")));
    }

    private static Map<String, String> meta(JsonObject json) {
        Map<String, String> meta = new HashMap<>();
        json.forEach(entry -> meta.put(entry.getKey(), toText(entry.getValue())));
        return meta;
    }

    private static String toText(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String text(JsonObject json, String key, String otherwise) {
        String text = json.getString(key);
        return text == null || text.isEmpty() ? otherwise : text;
    }

    private static JsonObject object(JsonObject json, String key) {
        JsonObject inner = json.getJsonObject(key);
        return inner == null ? new JsonObject() : inner;
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().filter(Objects::nonNull).map(JsonObject.class::cast);
    }
}
