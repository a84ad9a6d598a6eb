// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.ConditionListener;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportCondition.Status;
import dev.hanse.discovery.model.ExportCondition.Type;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins what this cluster's source found of each ServiceExport with what the control plane says of it, and tells the sink where that changes. What the source does not
 * export, the control plane does not know. Holds as much as there are ServiceExports; nothing where nobody reads it. For any thread.
 */
final class ExportStatuses implements ConditionListener {

    private final ExportStatusSink sink;
    private final Map<ObjectName, Found> found = new HashMap<>();
    private final Map<ObjectName, ExportStatus> told = new HashMap<>();
    private SharedMap<ServiceName, List<ExportCondition>> said = SharedMap.empty();

    /**
     * What the source found.
     *
     * @param valid whether it is exported
     * @param lacking what is left out of it; empty: nothing
     */
    private record Found(String uid, ExportCondition valid, String lacking) {}

    ExportStatuses(ExportStatusSink sink) {
        this.sink = sink;
    }

    /** The source has looked at an export. */
    synchronized void onFound(KeptExport export, ExportedService service) {
        if (sink == ExportStatusSink.NONE) {
            return;
        }
        ExportCondition valid = service.valid().of(export.origin());
        found.put(export.name(), new Found(export.uid(), valid, String.join("; ", service.complaints())));
        tell(export.name());
    }

    /** There is no such export any more. */
    synchronized void onGone(ObjectName export) {
        if (found.remove(export) != null) {
            told.remove(export);
            sink.gone(export);
        }
    }

    @Override
    public synchronized void onConditions(SharedMap<ServiceName, List<ExportCondition>> conditions) {
        SharedMap<ServiceName, List<ExportCondition>> before = said;
        said = conditions;
        conditions.differences(before, service -> tell(new ObjectName(service.namespace(), service.name())));
    }

    private void tell(ObjectName export) {
        Found now = found.get(export);
        if (now == null || isKnownBetter(export, now)) {
            return;
        }
        ExportStatus status = new ExportStatus(export, now.uid(), conditions(export, now));
        if (!status.equals(told.put(export, status))) {
            sink.changed(status);
        }
    }

    /** Another gateway has read a later generation of the same object: what was told stays until this one has. */
    private boolean isKnownBetter(ObjectName export, Found now) {
        ExportStatus before = told.get(export);
        return before != null
                && before.uid().equals(now.uid())
                && now.valid().status() == Status.TRUE
                && saidOf(export).stream().anyMatch(each -> isOfAnother(each, now));
    }

    private List<ExportCondition> saidOf(ObjectName export) {
        List<ExportCondition> of = said.get(new ServiceName(export.namespace(), export.name()));
        return of == null ? List.of() : of;
    }

    private List<ExportCondition> conditions(ObjectName export, Found now) {
        if (now.valid().status() != Status.TRUE) {
            return List.of(now.valid(), ready(now, Status.FALSE, "Pending", "the export is not valid"));
        }
        List<ExportCondition> of = saidOf(export);
        if (of.isEmpty() || of.stream().anyMatch(each -> isOfAnother(each, now))) {
            String silent = "the control plane has not said yet what became of it";
            return List.of(now.valid(), ready(now, Status.UNKNOWN, "Pending", silent));
        }
        List<ExportCondition> all = new ArrayList<>(of);
        if (!now.lacking().isEmpty()) {
            all.replaceAll(each -> isReady(each) ? ready(now, Status.FALSE, "Failed", now.lacking()) : each);
        }
        return all;
    }

    /** Of an object of its name before it; where the control plane names none, a higher generation tells, since an object that was made anew counts from one again. */
    private static boolean isOfAnother(ExportCondition condition, Found now) {
        return condition.observed().isOtherObjectThan(now.valid().observed())
                || condition.observedGeneration() > now.valid().observedGeneration();
    }

    private static boolean isReady(ExportCondition condition) {
        return condition.type() == Type.READY && condition.status() == Status.TRUE;
    }

    private static ExportCondition ready(Found now, Status status, String reason, String message) {
        return new ExportCondition(
                Type.READY, status, reason, message, now.valid().observed());
    }
}
