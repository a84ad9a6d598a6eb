// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.net.time.RepeatLimit;
import dev.hanse.proto.v1.ItemRefusal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells log and audit which exported items were refused: a line and a count for each gateway and reason, whatever a gateway repeats. Thread-safe. */
final class RefusedItems {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private static final String ACTION = "export";

    private final String clusterSet;
    private final AuditLog audit;

    /** A gateway may say something wrong with every message. */
    private final RepeatLimit<String> lines = new RepeatLimit<>(System::nanoTime);

    RefusedItems(String clusterSet, AuditLog audit) {
        this.clusterSet = clusterSet;
        this.audit = audit;
    }

    /** Of one delta of this gateway, these were refused; may be none. */
    void tell(GatewayId gateway, List<ItemRefusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        ItemRefusal first = refusals.getFirst();
        lines.tell(gateway + " " + first.getReason())
                .ifPresent(untold -> LOG.warn(
                        "gateway {}: {} exported items refused, the first: {}: {}{}",
                        gateway,
                        refusals.size(),
                        first.getReason(),
                        first.getMessage(),
                        untold));
        String actor = new Identity.OfGateway(clusterSet, gateway).spiffeId().toString();
        byReason(refusals).forEach((reason, those) -> count(actor, reason, those));
    }

    private static Map<String, List<ItemRefusal>> byReason(List<ItemRefusal> refusals) {
        return refusals.stream().collect(Collectors.groupingBy(ItemRefusal::getReason));
    }

    private void count(String actor, String reason, List<ItemRefusal> refusals) {
        ItemRefusal last = refusals.getLast();
        audit.counted(actor, ACTION, ItemKeys.exportText(last.getKey()), reason, last.getMessage(), refusals.size());
    }
}
