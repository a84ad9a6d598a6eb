// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.model.ServiceName;

/** That the API server does not take an object, as an Event of Kubernetes. */
final class RefusalEvent {

    private RefusalEvent() {}

    /** Whether it is worth one: not where the server has too much to do, or does not answer. */
    static boolean isTold(Outcome outcome, String told) {
        boolean passing = outcome instanceof Outcome.TooManyRequests
                || (outcome instanceof Outcome.Failed && !told.contains(": HTTP "));
        return !told.isEmpty() && !passing;
    }

    /**
     * Owners of services look at the import, not at what belongs to it; {@code kubectl describe} finds it by its uid. Told once, whether or not a gateway has seen the import yet.
     */
    static ApiEvent ofImport(Definition imports, ServiceName service, SeenService seen, Outcome outcome, String told) {
        ObjectName name = new ObjectName(service.namespace(), service.name());
        return of(imports.apiVersion(), imports.kind(), name, seen.owner(), "", reason(outcome), told);
    }

    /** One that is made anew is told anew. */
    static ApiEvent ofExport(SeenExport seen, Outcome outcome, String told) {
        return of(seen.api(), "ServiceExport", seen.name(), seen.uid(), seen.uid(), reason(outcome), told);
    }

    private static ApiEvent of(
            String apiVersion, String kind, ObjectName name, String uid, String which, String reason, String told) {
        return new ApiEvent(apiVersion, kind, name, uid, reason, "Write", which + "/" + reason, told);
    }

    private static String reason(Outcome outcome) {
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
}
