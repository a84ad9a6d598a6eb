// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.model.ServiceName;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An object that the API server told of.
 *
 * @param key what it is
 * @param seen null: it is not ours
 * @param addresses of a Service
 */
record FoundObject(ObjectKey key, @Nullable Seen<?> seen, ServiceAddresses addresses) {

    /** Ours is what carries our label and belongs to an import; the import itself names the Service that stands for it. */
    static FoundObject of(ObjectKind kind, JsonNode object) {
        ObjectKey key = new ObjectKey(kind, ObjectName.of(object));
        JsonNode metadata = object.path("metadata");
        boolean labelled =
                metadata.path("labels").path(StandardKeys.OURS).asString("").equals(StandardKeys.GATEWAY);
        try {
            return labelled ? ours(key, metadata, object) : foreign(key);
        } catch (IllegalArgumentException _) {
            // No name of a service: a person gave it our label.
            return foreign(key);
        }
    }

    private static FoundObject foreign(ObjectKey key) {
        return new FoundObject(key, null, ServiceAddresses.NONE);
    }

    private static FoundObject ours(ObjectKey key, JsonNode metadata, JsonNode object) {
        ServiceName service = service(key, metadata);
        Set<String> owners = owners(service, metadata);
        boolean ours = switch (key.kind()) {
            case SERVICE_IMPORT ->
                metadata.path("annotations")
                        .path(StandardKeys.DERIVED_SERVICE)
                        .asString("")
                        .equals(WrittenNames.derivedService(service));
            case SERVICE -> !owners.isEmpty() && key.name().name().equals(WrittenNames.derivedService(service));
            case ENDPOINT_SLICE -> !owners.isEmpty();
        };
        if (!ours) {
            return foreign(key);
        }
        Written content = content(key.kind(), service, object);
        Seen<?> seen = new Seen<>(
                content,
                metadata.path("uid").asString(""),
                metadata.path("resourceVersion").asString(""),
                owners,
                metadata.hasNonNull("deletionTimestamp"));
        return new FoundObject(
                key, seen, key.kind() == ObjectKind.SERVICE ? ServiceAddresses.of(object) : ServiceAddresses.NONE);
    }

    private static ServiceName service(ObjectKey key, JsonNode metadata) {
        String name = key.kind() == ObjectKind.SERVICE_IMPORT
                ? key.name().name()
                : metadata.path("labels").path(StandardKeys.IMPORT).asString("");
        return new ServiceName(key.name().namespace(), name);
    }

    private static Set<String> owners(ServiceName service, JsonNode metadata) {
        return metadata.path("ownerReferences")
                .valueStream()
                .filter(owner -> isOwner(
                        service,
                        owner.path("kind").asString(""),
                        owner.path("name").asString("")))
                .map(owner -> owner.path("uid").asString(""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Where somebody gives our Service a selector, the cluster makes slices for it, with our labels, and leaves them when the selector goes. */
    private static boolean isOwner(ServiceName service, String kind, String name) {
        return kind.equals(ObjectKind.SERVICE_IMPORT.kind())
                ? name.equals(service.name())
                : kind.equals(ObjectKind.SERVICE.kind()) && name.equals(WrittenNames.derivedService(service));
    }

    private static Written content(ObjectKind kind, ServiceName service, JsonNode object) {
        return switch (kind) {
            case SERVICE_IMPORT -> WrittenImport.of(service, object);
            case SERVICE -> WrittenService.of(service, object);
            case ENDPOINT_SLICE -> WrittenSlice.of(service, object);
        };
    }
}
