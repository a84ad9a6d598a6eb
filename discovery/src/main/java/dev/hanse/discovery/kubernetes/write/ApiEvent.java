// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.net.text.Utf8;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * An Event of Kubernetes that warns. Its name follows from what it is about and why, so that the API server itself takes it once, whoever says it and however often, until it forgets it, after
 * an hour.
 *
 * @param apiVersion of the object that it is about
 * @param kind of that object
 * @param name of that object; of what is in no namespace, the Event is in {@code default}
 * @param uid of that object; empty: there is none yet, or it is not known
 * @param reason one word for programs
 * @param action what was being done, one word
 * @param sameAs of all that are told as one, the same text
 * @param note for people
 */
record ApiEvent(
        String apiVersion,
        String kind,
        ObjectName name,
        String uid,
        String reason,
        String action,
        String sameAs,
        String note) {

    /** In octets of UTF-8, as the API counts. */
    private static final int LONGEST_NOTE = 1024;

    /** A name of 253 characters at most, with a dot and a hash. */
    private static final int LONGEST_BEGINNING = 253 - 11;

    private static final String ELLIPSIS = "…";

    private static final int LONGEST_INSTANCE = 128;

    /** Where the API wants Events of what is in no namespace. */
    private static final String DEFAULT_NAMESPACE = "default";

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    ApiEvent {
        note = Utf8.octets(note) <= LONGEST_NOTE
                ? note
                : beginning(note, LONGEST_NOTE - Utf8.octets(ELLIPSIS)) + ELLIPSIS;
    }

    private static String beginning(String text, int octets) {
        int end = 0;
        int left = octets;
        while (left > 0 && end < text.length()) {
            String next = Character.toString(text.codePointAt(end));
            left -= Utf8.octets(next);
            end += left >= 0 ? next.length() : 0;
        }
        return text.substring(0, end);
    }

    /**
     * Creates Events.
     *
     * @param allowed whether one may be sent at this moment
     */
    static ApiWrites writes(ApiServer server, BooleanSupplier allowed) {
        return new ApiWrites(server, "events.events.k8s.io", "/apis/events.k8s.io/v1", "events", allowed);
    }

    /** The name of the Event. Of a long name there is as much as fits; the hash is of all of it. */
    String eventName() {
        String object = name.name();
        String beginning = object.length() <= LONGEST_BEGINNING
                ? object
                : object.substring(0, LONGEST_BEGINNING).replaceFirst("[-.]+$", "");
        return beginning + "." + ShortHash.of(kind + "/" + name + "/" + sameAs);
    }

    /** The namespace of the Event. */
    String eventNamespace() {
        return name.namespace().isEmpty() ? DEFAULT_NAMESPACE : name.namespace();
    }

    /**
     * @param controller which program says it
     * @param instance and which of these
     */
    ObjectNode json(String controller, String instance, Instant now) {
        ObjectNode event = Body.empty().put("apiVersion", "events.k8s.io/v1").put("kind", "Event");
        event.putObject("metadata").put("name", eventName()).put("namespace", eventNamespace());
        ObjectNode regarding = event.put("eventTime", MICROS.format(now))
                .put("type", "Warning")
                .put("reason", reason)
                .put("action", action)
                .put("note", note)
                .put("reportingController", controller)
                .put("reportingInstance", instance.substring(0, Math.min(instance.length(), LONGEST_INSTANCE)))
                .putObject("regarding")
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        Body.putUnlessEmpty(regarding, "namespace", name.namespace());
        regarding.put("name", name.name());
        Body.putUnlessEmpty(regarding, "uid", uid);
        return event;
    }
}
