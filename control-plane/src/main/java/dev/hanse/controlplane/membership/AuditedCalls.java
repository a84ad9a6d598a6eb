// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.rpc.Caller;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import java.util.function.Supplier;

/** Runs calls whose refusal is audited too. Thread-safe. */
final class AuditedCalls {

    private final ControlLoop loop;
    private final AuditLog audit;

    AuditedCalls(ControlLoop loop, AuditLog audit) {
        this.loop = loop;
        this.audit = audit;
    }

    /** What the call answers; what it is refused with is written down first. */
    <T> T run(Caller caller, String action, String subject, Supplier<T> call) {
        try {
            return call.get();
        } catch (RefusedException e) {
            if (e.reason() != Reason.SHUTTING_DOWN) {
                loop.run(() -> audit.refused(
                        caller.toString(), action, subject, e.reason().name(), String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }
}
