// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/**
 * Changes objects of one kind. All that is changed or deleted is meant by its uid, and by its resourceVersion where the caller gives one, so that nothing happens to another object
 * of that name. For any thread; requests block it.
 */
public final class ApiWrites {

    private static final String MANAGER = "hanse-gateway";
    private static final String APPLY = "application/apply-patch+yaml";

    private final ApiServer server;
    private final BooleanSupplier allowed;
    private final String label;
    private final String group;
    private final String plural;
    private final String byUs;

    /**
     * @param label as roles and {@code kubectl} name the kind
     * @param group path of group and version, as {@code /api/v1}
     * @param plural the kind's part of the path
     */
    public ApiWrites(ApiServer server, String label, String group, String plural) {
        this(server, label, group, plural, () -> true);
    }

    /**
     * As above, for one that may not always write.
     *
     * @param allowed whether a change may be sent at this moment; from any thread
     */
    public ApiWrites(ApiServer server, String label, String group, String plural, BooleanSupplier allowed) {
        this(server, label, group, plural, allowed, MANAGER);
    }

    private ApiWrites(
            ApiServer server, String label, String group, String plural, BooleanSupplier allowed, String manager) {
        this.allowed = allowed;
        this.server = server;
        this.label = label;
        this.group = group;
        this.plural = plural;
        this.byUs = "?fieldManager=" + manager;
    }

    /** The same under the name of another field manager. */
    public ApiWrites as(String manager) {
        return new ApiWrites(server, label, group, plural, allowed, manager);
    }

    /** Whose fields these are, in {@code metadata.managedFields}. */
    public static String manager() {
        return MANAGER;
    }

    /** Makes an object that is not there yet; it has its name and namespace in it, the latter empty where the kind has none. */
    public Outcome create(String namespace, JsonNode object) throws InterruptedException {
        return change("create", "POST", path(namespace, "") + byUs, "application/json", object);
    }

    /** Makes our fields be these, by server-side apply; fields that we applied before and do not name any more go. */
    public Outcome apply(ObjectName name, JsonNode object) throws InterruptedException {
        return change("patch", "PATCH", path(name) + byUs + "&force=true", APPLY, object);
    }

    /** As {@link #apply}, of the status. */
    public Outcome applyStatus(ObjectName name, JsonNode object) throws InterruptedException {
        return change(
                new Question("patch", label + "/status"),
                "PATCH",
                path(name) + "/status" + byUs + "&force=true",
                APPLY,
                object);
    }

    /** Sets these fields and removes those that are null, by a merge patch. */
    public Outcome merge(ObjectName name, JsonNode object) throws InterruptedException {
        return change("patch", "PATCH", path(name) + byUs, "application/merge-patch+json", object);
    }

    /** Replaces the whole object, which has its resourceVersion in it. */
    public Outcome update(ObjectName name, JsonNode object) throws InterruptedException {
        return change("update", "PUT", path(name) + byUs, "application/json", object);
    }

    /** Deletes this very object, if nobody has changed it since. */
    public Outcome delete(ObjectName name, String uid, String resourceVersion) throws InterruptedException {
        return change("delete", "DELETE", path(name), "application/json", Deletion.of(uid, resourceVersion));
    }

    private Outcome change(String verb, String method, String path, String type, JsonNode body)
            throws InterruptedException {
        return change(new Question(verb, label), method, path, type, body);
    }

    private Outcome change(Question question, String method, String path, String type, JsonNode body)
            throws InterruptedException {
        return server.change(new Change(question, method, path, type, body.toString()), allowed);
    }

    private String path(ObjectName name) {
        return path(name.namespace(), "/" + name.name());
    }

    private String path(String namespace, String rest) {
        return group + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + plural + rest;
    }
}
