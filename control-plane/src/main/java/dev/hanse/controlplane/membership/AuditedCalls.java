// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.rpc.CallRecord;
import java.util.function.Supplier;

/** Runs calls that change members under the names that the audit log has for them. Stateless. */
final class AuditedCalls {

    private AuditedCalls() {}

    /** What the call answers; whatever it is refused with is audited under these names. */
    static <T> T run(String action, String subject, Supplier<T> call) {
        CallRecord.current().concerns(action, subject);
        return call.get();
    }
}
