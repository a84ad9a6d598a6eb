// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Where an object of any kind is in the API. Kinds are taken to have regular plurals. */
final class ObjectPath {

    private ObjectPath() {}

    /** The path of the object that a manifest describes; one without a namespace is one of the cluster. */
    static String of(JsonObject manifest) {
        JsonObject metadata = manifest.getJsonObject("metadata");
        String namespace = metadata.getString("namespace", "");
        return api(manifest.getString("apiVersion"))
                + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
                + "/" + plural(manifest.getString("kind"))
                + "/" + metadata.getString("name");
    }

    /** The root of a group and version, such as {@code v1} or {@code discovery.k8s.io/v1}. */
    private static String api(String version) {
        return version.contains("/") ? "/apis/" + version : "/api/" + version;
    }

    private static String plural(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        if (lower.endsWith("s")) {
            return lower.equals("endpoints") ? lower : lower + "es";
        }
        return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
    }
}
