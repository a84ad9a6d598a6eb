// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.util.HashSet;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which values stood where in a view, to find the few that differ in the next one without a look inside the
 * many that do not.
 * Owned by one thread.
 */
final class ViewTrace {

    private ServiceImport[] imports = new ServiceImport[0];
    private SliceKey[] keys = new SliceKey[0];
    private EndpointSlice[] slices = new EndpointSlice[0];

    /**
     * The services for which other values stand in this view than in the one remembered; the view is remembered then.
     * Null if services or
     * slices have come or gone, and what stands where says nothing.
     */
    @Nullable
    Set<ServiceName> changes(View view) {
        if (view.imports().size() != imports.length || view.slices().size() != slices.length) {
            return null;
        }
        Set<ServiceName> changed = new HashSet<>();
        int i = 0;
        for (ServiceImport imported : view.imports().values()) {
            if (imports[i] != imported) {
                if (!imports[i].name().equals(imported.name())) {
                    return null;
                }
                changed.add(imported.name());
                imports[i] = imported;
            }
            i++;
        }
        return sliceChanges(view, changed);
    }

    private @Nullable Set<ServiceName> sliceChanges(View view, Set<ServiceName> changed) {
        int i = 0;
        for (Entry<SliceKey, EndpointSlice> e : view.slices().entrySet()) {
            if (slices[i] != e.getValue() || keys[i] != e.getKey()) {
                if (!keys[i].equals(e.getKey())) {
                    return null;
                }
                changed.add(e.getKey().service());
                keys[i] = e.getKey();
                slices[i] = e.getValue();
            }
            i++;
        }
        return changed;
    }

    /** Remembers a view as a whole. */
    void remember(View view) {
        imports = view.imports().values().toArray(ServiceImport[]::new);
        keys = view.slices().keySet().toArray(SliceKey[]::new);
        slices = view.slices().values().toArray(EndpointSlice[]::new);
    }
}
