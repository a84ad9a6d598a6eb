// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.net.time.NanoClock;
import dev.hanse.net.time.RepeatLimit;
import dev.hanse.proto.v1.ItemRefusal;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exports that the control plane does not take now; each new one is told once, as far as the log has room. Belongs to
 * the control loop; {@link #all} may be called from any thread.
 */
public final class RefusedExports {

    /** Operators search their logs for this name. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.gateway.ControlPlaneBridge");

    private final RepeatLimit<RefusedExport> lines;
    private volatile List<RefusedExport> all = List.of();

    /**
     * @param nanoClock for how much the log is told: a source may have the same fault in each of thousands of services
     */
    public RefusedExports(NanoClock nanoClock) {
        this.lines = new RepeatLimit<>(nanoClock);
    }

    /** These are refused from now on. */
    public void update(List<ItemRefusal> refusals) {
        Set<RefusedExport> known = Set.copyOf(all);
        List<RefusedExport> now =
                refusals.stream().map(RefusedExport::of).distinct().toList();
        now.stream().filter(each -> !known.contains(each)).forEach(this::tell);
        all = now;
    }

    private void tell(RefusedExport each) {
        lines.tell(each)
                .ifPresent(untold ->
                        LOG.warn("export {}: refused, {}: {}{}", each.item(), each.reason(), each.message(), untold));
    }

    /** What is refused. Any thread. */
    public List<RefusedExport> all() {
        return all;
    }
}
