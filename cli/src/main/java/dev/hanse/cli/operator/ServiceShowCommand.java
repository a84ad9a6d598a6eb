// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Age;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OneLine;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.GetServiceRequest;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ServiceName;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hanse service show}. */
@Command(
        name = "show",
        description = "Shows one service: what each cluster contributes, its conditions and its endpoints.")
public final class ServiceShowCommand extends OperatorVerb {

    @Parameters(paramLabel = "NAMESPACE/NAME", description = "The service, as shop/web.")
    private String service = "";

    /** The verb for one console. */
    public ServiceShowCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        List<EndpointInfo> endpoints = new ArrayList<>();
        GetServiceResponse answer = page(controlPlane, "");
        List<RefusedWriteInfo> refused =
                answer.getRefusedWritesList().stream().map(RefusedWriteInfo::of).toList();
        List<LeftOutInfo> leftOut =
                answer.getLeftOutList().stream().map(LeftOutInfo::of).toList();
        answer.getSlicesList().stream().flatMap(EndpointInfo::of).forEach(endpoints::add);
        while (!answer.getNextPageToken().isEmpty()) {
            answer = page(controlPlane, answer.getNextPageToken());
            answer.getSlicesList().stream().flatMap(EndpointInfo::of).forEach(endpoints::add);
        }
        ServiceInfo shown = ServiceInfo.of(answer.getService(), endpoints, refused, leftOut);
        printer.one(shown, out -> print(out, shown));
    }

    private GetServiceResponse page(ControlPlaneConnection controlPlane, String token) {
        return controlPlane
                .stub(InspectionGrpc::newBlockingStub)
                .getService(GetServiceRequest.newBuilder()
                        .setService(name())
                        .setPageToken(token)
                        .build());
    }

    private ServiceName name() {
        int slash = service.indexOf('/');
        if (slash <= 0 || slash == service.length() - 1) {
            throw new CommandFailure(
                    "service \"" + service + "\" is malformed",
                    "write namespace/name, as hanse service list prints it");
        }
        return ServiceName.newBuilder()
                .setNamespace(service.substring(0, slash))
                .setName(service.substring(slash + 1))
                .build();
    }

    private void print(PrintWriter out, ServiceInfo shown) {
        Table.<ServiceInfo>of()
                .column("SERVICE", ServiceInfo::fullName)
                .column("TYPE", ServiceInfo::type)
                .column("PORTS", ServiceListCommand::ports)
                .print(out, List.of(shown));
        out.println();
        contributionTable().print(out, shown.contributions());
        out.println();
        List<ContributionInfo.Problem> problems = shown.contributions().stream()
                .flatMap(ContributionInfo::explained)
                .toList();
        if (!problems.isEmpty()) {
            problemTable().print(out, problems);
            out.println();
        }
        if (!shown.refusedWrites().isEmpty()) {
            refusedTable().print(out, shown.refusedWrites());
            out.println();
        }
        if (!shown.leftOut().isEmpty()) {
            shown.leftOut().forEach(each -> out.println(OneLine.of(each.line())));
            out.println();
        }
        endpointTable().print(out, shown.endpoints());
        if (shown.hasAddress()) {
            out.println();
            clientTable(shown).print(out, List.of(Clients.OF_KUBERNETES, Clients.OTHERS));
        }
    }

    /** Who uses which address: the control plane does not know what a cluster's own API gave the service. */
    private enum Clients {
        OF_KUBERNETES,
        OTHERS
    }

    private static Table<Clients> clientTable(ServiceInfo shown) {
        return Table.<Clients>of()
                .column("CLIENTS IN", clients -> switch (clients) {
                    case OF_KUBERNETES -> "clusters whose gateways write imports into Kubernetes";
                    case OTHERS -> "other clusters";
                })
                .column("USE", clients -> switch (clients) {
                    case OF_KUBERNETES -> "the address in spec.ips of ServiceImport " + shown.name();
                    case OTHERS -> "addresses of endpoints";
                })
                .column("PORTS", clients -> switch (clients) {
                    case OF_KUBERNETES -> ServiceListCommand.ports(shown);
                    case OTHERS -> shown.endpointPorts();
                });
    }

    private Table<ContributionInfo> contributionTable() {
        return Table.<ContributionInfo>of()
                .column("CLUSTER", ContributionInfo::cluster)
                .column("READY", share -> share.readyEndpoints() + "/" + share.endpoints())
                .column("AGE", share -> Age.since(share.createdAt(), console().clock()))
                .column(
                        "CONDITIONS",
                        share -> share.conditions().stream()
                                .map(ContributionInfo.ConditionInfo::toString)
                                .collect(Collectors.joining(", ")));
    }

    private static Table<ContributionInfo.Problem> problemTable() {
        return Table.<ContributionInfo.Problem>of()
                .column("CLUSTER", ContributionInfo.Problem::cluster)
                .column("CONDITION", problem -> problem.condition().type())
                .column("WHY", problem -> problem.condition().message());
    }

    private static Table<RefusedWriteInfo> refusedTable() {
        return Table.<RefusedWriteInfo>of()
                .column("NOT WRITTEN IN", RefusedWriteInfo::cluster)
                .column("BY", RefusedWriteInfo::gateway)
                .column("TO", RefusedWriteInfo::target)
                .column("WHY", RefusedWriteInfo::text);
    }

    private static Table<EndpointInfo> endpointTable() {
        return Table.<EndpointInfo>of()
                .column("ENDPOINT", EndpointInfo::address)
                .column("PORTS", EndpointInfo::portNumbers)
                .column("CLUSTER", EndpointInfo::cluster)
                .column("HOSTNAME", EndpointInfo::hostname)
                .column("READY", endpoint -> endpoint.ready() ? "yes" : "no")
                .column("WEIGHT", endpoint -> Long.toString(endpoint.weight()));
    }
}
