// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportCondition.Status;
import dev.hanse.discovery.model.ExportCondition.Type;
import dev.hanse.discovery.model.ExportOrigin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Says what became of one cluster's export, in the conditions of KEP-1645. */
final class ExportConditions {

    private static final int SHOWN = 3;

    private ExportConditions() {}

    /**
     * The conditions of an export.
     *
     * @param said what the cluster says of the service and its slices
     * @param conflict from the merge; empty: the export is not part of it
     * @param leftOut how many endpoints the merge has no port for
     */
    static List<ExportCondition> of(Collection<Contribution> said, Optional<ExportCondition> conflict, int leftOut) {
        List<ExportCondition> conditions = new ArrayList<>();
        conditions.add(valid(said));
        conditions.add(leftOut > 0 ? leftOut(leftOut) : ready(said, conflict.isPresent()));
        conflict.ifPresent(conditions::add);
        ExportOrigin origin = origin(said);
        conditions.replaceAll(each -> each.of(origin));
        return conditions;
    }

    /** Of what was sent last, taken or refused. */
    private static ExportOrigin origin(Collection<Contribution> said) {
        return said.stream()
                .filter(each -> !each.key().isSlice())
                .flatMap(each ->
                        each
                                .refusal()
                                .map(Refusal::origin)
                                .or(() -> each.value().map(ExportItem::origin))
                                .stream())
                .findFirst()
                .orElse(ExportOrigin.UNKNOWN);
    }

    private static ExportCondition valid(Collection<Contribution> said) {
        Optional<Contribution> service =
                said.stream().filter(each -> !each.key().isSlice()).findFirst();
        if (service.isEmpty()) {
            return new ExportCondition(
                    Type.VALID, Status.FALSE, "NoService", "endpoints were sent, but no export of their service");
        }
        Optional<Refusal> refusal = service.get().refusal();
        return refusal.isEmpty()
                ? new ExportCondition(Type.VALID, Status.TRUE, "Valid", "")
                : new ExportCondition(
                        Type.VALID,
                        Status.FALSE,
                        refusal.get().reason().conditionReason(),
                        refusal.get().message() + lastValueStays(service.get()));
    }

    private static ExportCondition ready(Collection<Contribution> said, boolean exported) {
        List<Contribution> refused = said.stream()
                .filter(each -> each.key().isSlice() && each.refusal().isPresent())
                .toList();
        if (exported && refused.isEmpty()) {
            return new ExportCondition(Type.READY, Status.TRUE, "Exported", "");
        }
        String message = refused.isEmpty() ? "the export is not valid" : describe(refused);
        return new ExportCondition(Type.READY, Status.FALSE, exported ? "Failed" : "Pending", message);
    }

    private static ExportCondition leftOut(int endpoints) {
        return new ExportCondition(
                Type.READY,
                Status.FALSE,
                "Failed",
                "endpoints left out: " + endpoints
                        + "; they listen on no port that the merged service has from their cluster (expected: ports"
                        + " named as in the cluster's own export; of all clusters together at most 256)");
    }

    private static String describe(List<Contribution> refused) {
        List<String> shown = new ArrayList<>();
        for (Contribution each : refused.subList(0, Math.min(SHOWN, refused.size()))) {
            each.refusal()
                    .ifPresent(refusal -> shown.add("slice " + each.key().slice() + ": "
                            + refusal.reason().conditionReason() + ": " + refusal.message() + lastValueStays(each)));
        }
        if (refused.size() > SHOWN) {
            shown.add(refused.size() - SHOWN + " more slices were refused");
        }
        return String.join("; ", shown);
    }

    private static String lastValueStays(Contribution contribution) {
        return contribution.value().isPresent() ? " (the last accepted value stays)" : "";
    }
}
