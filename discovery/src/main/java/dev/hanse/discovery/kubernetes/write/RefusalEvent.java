// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.model.ServiceName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.node.ObjectNode;

/**
 * That the API server does not take an object, as an Event of Kubernetes. Its name follows from what it is about and why, so that the API server itself takes it once, whichever gateway says
 * it and however often, until it forgets it, after an hour.
 *
 * @param apiVersion of the object that it is about
 * @param kind of that object
 * @param name of that object
 * @param uid of that object; empty: there is none yet, or it is not known
 * @param reason one word for programs
 * @param note for people
 */
record RefusalEvent(String apiVersion, String kind, ObjectName name, String uid, String reason, String note) {

    /** The API takes 1,024 characters. */
    private static final int LONGEST_NOTE = 1000;

    private static final int LONGEST_INSTANCE = 128;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    RefusalEvent {
        note = note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE - 1) + "…";
    }

    /** Whether it is worth one: not where the server has too much to do, or does not answer. */
    static boolean isTold(Outcome outcome, String told) {
        boolean passing = outcome instanceof Outcome.TooManyRequests
                || (outcome instanceof Outcome.Failed && !told.contains(": HTTP "));
        return !told.isEmpty() && !passing;
    }

    /** Owners of services look at the import, not at what belongs to it; {@code kubectl describe} finds it by its uid. */
    static RefusalEvent ofImport(
            Definition imports, ServiceName service, SeenService seen, Outcome outcome, String told) {
        ObjectName name = new ObjectName(service.namespace(), service.name());
        return new RefusalEvent(imports.apiVersion(), imports.kind(), name, seen.owner(), reason(outcome), told);
    }

    static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.QuotaExceeded _ -> "QuotaExceeded";
            case Outcome.AlreadyExists _ -> "NameTaken";
            case Outcome.Forbidden _ -> "Forbidden";
            case Outcome.Invalid _ -> "Refused";
            case Outcome.Done _,
                    Outcome.Conflict _,
                    Outcome.NotFound _,
                    Outcome.Terminating _,
                    Outcome.TooManyRequests _,
                    Outcome.Gone _,
                    Outcome.Failed _ -> "WriteFailed";
        };
    }

    /** The name of the Event. Of an import it is the same whether or not a gateway has seen the import yet. */
    String eventName() {
        String which = kind.equals(ObjectKind.SERVICE_IMPORT.kind()) ? "" : uid;
        return name.name() + "." + ShortHash.of(kind + "/" + name + "/" + which + "/" + reason);
    }

    /** @param gateway who says it */
    ObjectNode json(String gateway, Instant now) {
        ObjectNode event = Body.empty().put("apiVersion", "events.k8s.io/v1").put("kind", "Event");
        event.putObject("metadata").put("name", eventName()).put("namespace", name.namespace());
        ObjectNode regarding = event.put("eventTime", MICROS.format(now))
                .put("type", "Warning")
                .put("reason", reason)
                .put("action", "Write")
                .put("note", note)
                .put("reportingController", StandardKeys.GATEWAY)
                .put("reportingInstance", gateway.substring(0, Math.min(gateway.length(), LONGEST_INSTANCE)))
                .putObject("regarding")
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("namespace", name.namespace())
                .put("name", name.name());
        Body.putUnlessEmpty(regarding, "uid", uid);
        return event;
    }
}
