// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.discovery.contract.Times;
import dev.hanse.proto.v1.AuditRecord;

/** Lines of the audit log as operators see them. */
final class AuditMessages {

    private AuditMessages() {}

    static AuditRecord record(AuditEntry entry) {
        return AuditRecord.newBuilder()
                .setAt(Times.toMessage(entry.at()))
                .setActor(entry.actor())
                .setAction(entry.action())
                .setSubject(entry.subject())
                .setOutcome(entry.outcome())
                .setDetail(entry.detail())
                .setCount(entry.count())
                .setFirstAt(Times.toMessage(entry.firstAt()))
                .build();
    }
}
