// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.AuditRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A record of the audit log. Fields as in {@code hanse.v1.AuditRecord}. */
record AuditInfo(
        @Nullable Instant at,
        String actor,
        String action,
        String subject,
        String outcome,
        String detail,
        BigInteger count,
        @Nullable Instant firstAt) {

    static AuditInfo of(AuditRecord record) {
        return new AuditInfo(
                record.hasAt() ? ProtoTime.toInstant(record.getAt()) : null,
                record.getActor(),
                record.getAction(),
                record.getSubject(),
                record.getOutcome(),
                record.getDetail(),
                new BigInteger(Long.toUnsignedString(record.getCount())),
                record.hasFirstAt() ? ProtoTime.toInstant(record.getFirstAt()) : null);
    }

    /** To the second. */
    String time() {
        return at == null ? "" : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
