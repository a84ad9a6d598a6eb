// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ListServicesRequest;
import dev.hanse.proto.v1.ListServicesResponse;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hanse service list}. */
@Command(
        name = "list",
        description = "Lists the exported services, where they come from and how many endpoints are ready.")
public final class ServiceListCommand extends OperatorVerb {

    private static final int PAGE = 1000;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Only this namespace; default: all.")
    private String namespace = "";

    /** The verb for one console. */
    public ServiceListCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        printer.list(
                services(controlPlane),
                Table.<ServiceInfo>of()
                        .column("SERVICE", ServiceInfo::fullName)
                        .column("TYPE", ServiceInfo::type)
                        .column("PORTS", ServiceListCommand::ports)
                        .column("CLUSTERS", ServiceListCommand::clusters)
                        .column("READY", ServiceInfo::readiness)
                        .column("PROBLEMS", ServiceInfo::problems));
    }

    private List<ServiceInfo> services(ControlPlaneConnection controlPlane) {
        List<ServiceInfo> services = new ArrayList<>();
        String page = "";
        do {
            ListServicesResponse answer = controlPlane
                    .stub(InspectionGrpc::newBlockingStub)
                    .listServices(ListServicesRequest.newBuilder()
                            .setNamespace(namespace)
                            .setPageSize(PAGE)
                            .setPageToken(page)
                            .build());
            answer.getServicesList().stream()
                    .map(service -> ServiceInfo.of(service, List.of(), List.of(), List.of()))
                    .forEach(services::add);
            page = answer.getNextPageToken();
        } while (!page.isEmpty());
        return services;
    }

    /** Several may have one number. */
    static String ports(ServiceInfo service) {
        return String.join(
                ",", service.ports().stream().map(PortInfo::toString).distinct().toList());
    }

    private static String clusters(ServiceInfo service) {
        return String.join(
                ",",
                service.contributions().stream().map(ContributionInfo::cluster).toList());
    }
}
