// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import com.google.protobuf.Timestamp;
import dev.hanse.controlplane.model.AuditRecord;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.AuditFilter;
import dev.hanse.discovery.contract.Times;
import dev.hanse.proto.v1.AuditOutcome;
import dev.hanse.proto.v1.ListAuditRecordsRequest;
import dev.hanse.proto.v1.ListAuditRecordsResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question for the audit log, and the answer to it.
 *
 * @param filter which records
 * @param before only those before this place
 * @param page at most so many
 */
record AuditQuery(AuditFilter filter, long before, Page page) {

    private static final int MAX_PAGE_OCTETS = 1024 * 1024;

    static AuditQuery of(ListAuditRecordsRequest request) {
        AuditFilter filter = new AuditFilter(
                outcome(request.getOutcome()),
                request.getAction(),
                request.getActor(),
                request.getSubject(),
                request.hasFrom() ? Optional.of(time("from", request.getFrom())) : Optional.empty(),
                request.hasUntil() ? Optional.of(time("until", request.getUntil())) : Optional.empty());
        return new AuditQuery(filter, before(request.getPageToken()), Page.of(request.getPageSize()));
    }

    private static AuditFilter.Outcome outcome(AuditOutcome asked) {
        return switch (asked) {
            case AUDIT_OUTCOME_UNSPECIFIED -> AuditFilter.Outcome.ANY;
            case AUDIT_OUTCOME_GRANTED -> AuditFilter.Outcome.GRANTED;
            case AUDIT_OUTCOME_REFUSED -> AuditFilter.Outcome.REFUSED;
            case AUDIT_OUTCOME_NOTICED -> AuditFilter.Outcome.NOTICED;
            case UNRECOGNIZED ->
                throw RefusedException.field("outcome", "unknown (expected: granted, refused or noticed)");
        };
    }

    private static Instant time(String field, Timestamp asked) {
        try {
            return Times.fromMessage(asked);
        } catch (IllegalArgumentException e) {
            throw RefusedException.field(field, String.valueOf(e.getMessage()));
        }
    }

    private static long before(String token) {
        try {
            return token.isEmpty() ? Long.MAX_VALUE : Long.parseLong(token);
        } catch (NumberFormatException e) {
            throw RefusedException.field("page_token", "\"" + token + "\" (expected: as in the previous answer)");
        }
    }

    /** How many records to read: one more than shown, to know whether there are more. */
    int limit() {
        return page.size() + 1;
    }

    /** The first records as far as they fit the page, in number and octets; at least one. */
    ListAuditRecordsResponse answer(List<AuditRecord> found) {
        ListAuditRecordsResponse.Builder answer = ListAuditRecordsResponse.newBuilder();
        int octets = 0;
        for (AuditRecord each : found) {
            dev.hanse.proto.v1.AuditRecord message = AuditMessages.record(each.entry());
            octets += message.getSerializedSize();
            if (answer.getRecordsCount() == page.size() || octets > MAX_PAGE_OCTETS) {
                return answer.setNextPageToken(last(found, answer)).build();
            }
            answer.addRecords(message);
        }
        return answer.build();
    }

    private static String last(List<AuditRecord> found, ListAuditRecordsResponse.Builder answer) {
        return Long.toString(found.get(answer.getRecordsCount() - 1).place());
    }
}
