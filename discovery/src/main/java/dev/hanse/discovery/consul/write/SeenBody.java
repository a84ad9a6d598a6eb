// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ImportMark;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of answers about what is written. Methods throw unchecked exceptions of many kinds where the form is another. */
final class SeenBody {

    private SeenBody() {}

    /** {@code /v1/catalog/node/NAME}: {@code null} where there is no such node. */
    static SeenNode node(Optional<Buffer> body) {
        if (body.isEmpty() || !(Json.decodeValue(body.get()) instanceof JsonObject json)) {
            return SeenNode.NONE;
        }
        Map<String, SeenInstance> instances = new HashMap<>();
        JsonObject services = inner(json, "Services");
        services.fieldNames().forEach(id -> instances.put(id, instance(services.getJsonObject(id))));
        return new SeenNode(true, ImportMark.isIn(texts(inner(inner(json, "Node"), "Meta"))), instances);
    }

    private static SeenInstance instance(JsonObject json) {
        return new SeenInstance(
                new Instance(
                        json.getString("Service", ""),
                        json.getString("Address", ""),
                        json.getInteger("Port", 0),
                        tags(json.getJsonArray("Tags")),
                        texts(inner(json, "Meta")),
                        inner(json, "Weights").getInteger("Passing", 1)),
                json.getLong("ModifyIndex"));
    }

    private static List<String> tags(@Nullable JsonArray tags) {
        return tags == null ? List.of() : tags.stream().map(Object::toString).toList();
    }

    private static Map<String, String> texts(JsonObject json) {
        Map<String, String> texts = new HashMap<>();
        json.forEach(entry -> texts.put(entry.getKey(), String.valueOf(entry.getValue())));
        return texts;
    }

    private static JsonObject inner(JsonObject json, String key) {
        return Objects.requireNonNullElseGet(json.getJsonObject(key), JsonObject::new);
    }

    /** {@code /v1/health/node/NAME}: those whose id is that of their instance; others are somebody else's. */
    static Map<String, Health> health(Optional<Buffer> body) {
        Map<String, Health> health = new HashMap<>();
        array(body).forEach(each -> {
            JsonObject check = (JsonObject) each;
            String id = check.getString("CheckID", "");
            if (id.equals(check.getString("ServiceID"))) {
                health.put(id, new Health(check.getString("Status", ""), check.getString("Output", "")));
            }
        });
        return Map.copyOf(health);
    }

    /** {@code /v1/catalog/services}, in lower case: Consul finds a service by its name in any. */
    static Set<String> names(Optional<Buffer> body) {
        return new JsonObject(body.orElseThrow())
                .fieldNames().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** {@code /v1/catalog/service/NAME}: the nodes of the instances that are not on this node, or not Hanse's. */
    static List<String> othersNodes(Optional<Buffer> body, String node) {
        return array(body).stream()
                .map(JsonObject.class::cast)
                .filter(each ->
                        !node.equals(each.getString("Node")) || !ImportMark.isIn(texts(inner(each, "ServiceMeta"))))
                .map(each -> each.getString("Node", ""))
                .sorted()
                .toList();
    }

    /** {@code /v1/kv/KEY}. */
    static SeenLock lock(Optional<Buffer> body) {
        if (body.isEmpty()) {
            return SeenLock.FREE;
        }
        JsonObject entry = new JsonArray(body.get()).getJsonObject(0);
        byte[] holder = Base64.getDecoder().decode(Objects.requireNonNullElse(entry.getString("Value"), ""));
        return new SeenLock(
                Objects.requireNonNullElse(entry.getString("Session"), ""), new String(holder, StandardCharsets.UTF_8));
    }

    private static JsonArray array(Optional<Buffer> body) {
        return body.map(JsonArray::new).orElseGet(JsonArray::new);
    }
}
