// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.proto.v1.ItemRefusal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exports that the control plane does not take now; each new one is told once. Belongs to the control loop; {@link
 * #all} may be called from any thread.
 */
public final class RefusedExports {

    /** Operators search their logs for this name. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.gateway.ControlPlaneBridge");

    private volatile List<RefusedExport> all = List.of();

    /** These are refused from now on. */
    public void update(List<ItemRefusal> refusals) {
        List<RefusedExport> known = all;
        List<RefusedExport> now = refusals.stream().map(RefusedExport::of).toList();
        now.stream()
                .filter(each -> !known.contains(each))
                .forEach(each -> LOG.warn("export {}: refused, {}: {}", each.item(), each.reason(), each.message()));
        all = now;
    }

    /** What is refused. Any thread. */
    public List<RefusedExport> all() {
        return all;
    }
}
