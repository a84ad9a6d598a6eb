// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.AuditOutcome;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ListAuditRecordsRequest;
import dev.hanse.proto.v1.ListAuditRecordsResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hanse audit}. */
@Command(
        name = "audit",
        description =
                "Lists what was done and what was refused, the newest first. Refusals are counted by caller and reason.")
public final class AuditCommand extends OperatorVerb {

    private static final int PAGE = 1000;

    /** What became of what was asked. */
    enum Outcome {
        GRANTED(AuditOutcome.AUDIT_OUTCOME_GRANTED),
        REFUSED(AuditOutcome.AUDIT_OUTCOME_REFUSED),
        NOTICED(AuditOutcome.AUDIT_OUTCOME_NOTICED);

        private final AuditOutcome asked;

        Outcome(AuditOutcome asked) {
            this.asked = asked;
        }
    }

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "Only granted, refused or noticed; default: all.")
    private @Nullable Outcome outcome;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "Only this action, as cluster.remove, or all below it, as cluster.")
    private String action = "";

    @Option(
            names = "--actor",
            paramLabel = "ACTOR",
            description = "Only this SPIFFE id or address, or all below it, as spiffe://SET/cluster/east.")
    private String actor = "";

    @Option(
            names = "--subject",
            paramLabel = "SUBJECT",
            description = "Only about this cluster, with its gateways, or this gateway, as east/gw-1.")
    private String subject = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Not before: 15m or 24h for so long ago, or 2026-11-28T18:00:00Z.")
    private TimeOption.@Nullable Point since;

    @Option(names = "--until", paramLabel = "TIME", converter = TimeOption.class, description = "Before; as --since.")
    private TimeOption.@Nullable Point until;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "At most so many; 0: all. Default: 100.")
    private int limit;

    /** The verb for one console. */
    public AuditCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        printer.list(
                records(controlPlane),
                Table.<AuditInfo>of()
                        .column("TIME", AuditInfo::time)
                        .column("ACTION", AuditInfo::action)
                        .column("SUBJECT", AuditInfo::subject)
                        .column("OUTCOME", AuditInfo::outcome)
                        .column("COUNT", record -> record.count().toString())
                        .column("ACTOR", AuditInfo::actor)
                        .column("DETAIL", AuditInfo::detail));
    }

    private void requireLimit() {
        if (limit < 0) {
            throw new CommandFailure("--limit: " + limit + " (expected: 0 or more)", "give another number");
        }
    }

    private List<AuditInfo> records(ControlPlaneConnection controlPlane) {
        requireLimit();
        List<AuditInfo> records = new ArrayList<>();
        ListAuditRecordsRequest.Builder request = request();
        do {
            ListAuditRecordsResponse answer = controlPlane
                    .stub(InspectionGrpc::newBlockingStub)
                    .listAuditRecords(request.setPageSize(pageSize(records)).build());
            answer.getRecordsList().stream().map(AuditInfo::of).forEach(records::add);
            request.setPageToken(answer.getNextPageToken());
        } while (!request.getPageToken().isEmpty() && (limit == 0 || records.size() < limit));
        return records;
    }

    private int pageSize(List<AuditInfo> read) {
        return limit == 0 ? PAGE : Math.min(PAGE, limit - read.size());
    }

    private ListAuditRecordsRequest.Builder request() {
        ListAuditRecordsRequest.Builder request = ListAuditRecordsRequest.newBuilder()
                .setAction(action)
                .setActor(actor)
                .setSubject(subject)
                .setOutcome(outcome == null ? AuditOutcome.AUDIT_OUTCOME_UNSPECIFIED : outcome.asked);
        if (since != null) {
            request.setFrom(ProtoTime.fromInstant(since.apply(console().clock())));
        }
        if (until != null) {
            request.setUntil(ProtoTime.fromInstant(until.apply(console().clock())));
        }
        return request;
    }
}
