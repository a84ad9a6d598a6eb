// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.Resolution;
import dev.hanse.proto.v1.ResolveRequest;
import dev.hanse.proto.v1.ResolveResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hanse resolve}. Fails when no asked cluster has an address for the name, so that scripts can wait for one. */
@Command(
        name = "resolve",
        description = "Shows what a name resolves to in one cluster, or in each. Fails when it resolves in none.")
public final class ResolveCommand extends OperatorVerb {

    /** What one cluster answers. */
    record ClusterAnswer(String cluster, String rcode, List<Answer> answers) {}

    /** One address and where it comes from. */
    record Answer(String address, String fromCluster, boolean ready) {}

    /** One line of the table. */
    private record Row(String cluster, String rcode, String address, String from, String ready) {}

    @Parameters(paramLabel = "NAME", description = "For example web.shop.svc.clusterset.local.")
    private String name = "";

    @Option(names = "--cluster", paramLabel = "CLUSTER", description = "The cluster that asks; default: every member.")
    private String cluster = "";

    /** The verb for one console. */
    public ResolveCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        List<ClusterAnswer> answers =
                askers(controlPlane).map(asker -> ask(controlPlane, asker)).toList();
        printer.one(
                answers,
                out -> table().print(
                                out,
                                answers.stream().flatMap(ResolveCommand::rows).toList()));
        if (answers.stream().allMatch(answer -> answer.answers().isEmpty())) {
            throw new CommandFailure(
                    name + " resolves in no asked cluster", "see what is exported: hanse service list");
        }
    }

    private Stream<String> askers(ControlPlaneConnection controlPlane) {
        return cluster.isEmpty() ? Members.all(controlPlane).stream().map(ClusterInfo::id) : Stream.of(cluster);
    }

    private ClusterAnswer ask(ControlPlaneConnection controlPlane, String asker) {
        List<Answer> answers = new ArrayList<>();
        ResolveResponse page = ResolveResponse.getDefaultInstance();
        do {
            page = controlPlane
                    .stub(InspectionGrpc::newBlockingStub)
                    .resolve(ResolveRequest.newBuilder()
                            .setClusterId(asker)
                            .setName(name)
                            .setPageToken(page.getNextPageToken())
                            .build());
            page.getAnswersList().stream().map(ResolveCommand::answer).forEach(answers::add);
        } while (!page.getNextPageToken().isEmpty());
        return new ClusterAnswer(asker, page.getRcode(), answers);
    }

    private static Answer answer(Resolution resolution) {
        return new Answer(
                EndpointInfo.addressText(resolution.getAddress()), resolution.getCluster(), resolution.getReady());
    }

    private static Stream<Row> rows(ClusterAnswer answer) {
        return answer.answers().isEmpty()
                ? Stream.of(new Row(answer.cluster(), answer.rcode(), "", "", ""))
                : answer.answers().stream()
                        .map(one -> new Row(
                                answer.cluster(),
                                answer.rcode(),
                                one.address(),
                                one.fromCluster(),
                                one.ready() ? "yes" : "no"));
    }

    private static Table<Row> table() {
        return Table.<Row>of()
                .column("CLUSTER", Row::cluster)
                .column("RCODE", Row::rcode)
                .column("ADDRESS", Row::address)
                .column("FROM", Row::from)
                .column("READY", Row::ready);
    }
}
