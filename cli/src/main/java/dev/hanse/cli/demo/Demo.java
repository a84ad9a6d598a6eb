// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The walk: two clusters, one name, one packet path. Each step shows one thing that has to be true. */
final class Demo {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Lab lab;
    private final Tools tools;
    private final Steps steps;
    private final boolean shared;

    /** @param shared whether addresses of the WAN lie in pod prefixes */
    Demo(Lab lab, Tools tools, Steps steps, boolean shared) {
        this.lab = lab;
        this.tools = tools;
        this.steps = steps;
        this.shared = shared;
    }

    /** Walks all steps; returns what to try in the kept lab. */
    List<String> walk() {
        Topology hosts = steps.step(
                "test hosts",
                lab.log("*"),
                () -> Topology.build(lab, shared),
                built -> "test hosts: east " + String.join(" and ", built.east().prefixes()) + ", west "
                        + String.join(" and ", built.west().prefixes())
                        + ", each a gateway and two pod hosts, and a WAN between them");
        Roles roles = new Roles(lab, tools, hosts);
        Services services = new Services(lab, tools);
        start(hosts, roles, services);
        join(hosts, roles);
        export(hosts, roles, services);
        use(hosts);
        return toTry(hosts, roles);
    }

    /** Everything that needs no token starts together; each step then waits for its part. */
    private void start(Topology hosts, Roles roles, Services services) {
        steps.step(
                "control plane",
                lab.log("control-plane"),
                () -> {
                    HostProcess controlPlane = roles.startControlPlane();
                    services.startConsul(hosts.east());
                    services.startWeb(hosts.east().pod(0), "web-1");
                    services.startWeb(hosts.east().pod(1), "web-2");
                    services.startWeb(hosts.west().pod(1), "cart-1");
                    services.writeExports(hosts.west(), hosts.west().pod(1));
                    return roles.awaitReady(controlPlane);
                },
                _ -> "control plane: serves cluster set " + Roles.CLUSTER_SET + " at " + hosts.controlPlaneAddress()
                        + ":9443");
    }

    private void join(Topology hosts, Roles roles) {
        steps.step(
                "join tokens",
                lab.log("control-plane"),
                () -> both(() -> roles.createToken(hosts.east()), () -> roles.createToken(hosts.west())),
                _ -> "join tokens: one for east, one for west, each good for one gateway and 15 minutes");
        steps.step(
                "gateways join",
                gatewayLogs(),
                () -> {
                    List<HostProcess> gateways = List.of(
                            roles.startGateway(hosts.east(), Services.consulSource()),
                            roles.startGateway(hosts.west(), Services.fileSource()));
                    gateways.forEach(roles::awaitReady);
                    return Eventually.get(LIMIT, () -> roles.connectedMembers(2));
                },
                members -> "gateways: " + String.join(" and ", members) + " have joined and are connected");
    }

    private void export(Topology hosts, Roles roles, Services services) {
        steps.step(
                "export",
                gatewayLogs(),
                () -> {
                    services.register(hosts.east(), hosts.east().pod(0), "web-1");
                    services.register(hosts.east(), hosts.east().pod(1), "web-2");
                    return Eventually.get(LIMIT, () -> roles.resolve(Services.WEB, hosts.west()));
                },
                addresses -> "export: east registers web-1 and web-2 with Consul for shop/web; west's view has "
                        + String.join(" ", addresses));
    }

    private void use(Topology hosts) {
        PodView view = new PodView(tools);
        Site.Pod client = hosts.west().pod(0);
        steps.step(
                "DNS",
                lab.log("west-gateway"),
                () -> view.resolve(client, hosts.west(), Services.WEB),
                addresses -> "DNS: " + client.host().name() + " resolves " + Services.WEB + " to "
                        + String.join(" ", addresses));
        String page = steps.step(
                "page through the tunnel",
                gatewayLogs(),
                () -> view.fetch(client, Services.WEB),
                text -> "page: " + client.host().name() + " fetches http://" + Services.WEB + "/: " + text);
        steps.step(
                "own address",
                gatewayLogs(),
                () -> seenAs(page, client),
                address -> "address: the server in east saw " + address + ", the pod's own");
        Site.Pod back = hosts.east().pod(0);
        steps.step(
                "the way back",
                gatewayLogs(),
                () -> seenAs(view.fetch(back, Services.CART), back),
                address -> "and back: " + back.host().name() + " fetches http://" + Services.CART
                        + "/, exported by a file in west, which saw " + address);
    }

    private static String seenAs(String page, Site.Pod client) {
        if (!page.endsWith(" " + client.address())) {
            throw new StepFailure("the page says \"" + page + "\", not that it saw " + client.address());
        }
        return client.address();
    }

    private Path gatewayLogs() {
        return lab.log("*-gateway");
    }

    private static <T> List<T> both(Supplier<T> first, Supplier<T> second) {
        try {
            return Stream.of(first, second)
                    .map(part -> CompletableFuture.supplyAsync(part, Thread::startVirtualThread))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StepFailure failure ? failure : e;
        }
    }

    private List<String> toTry(Topology hosts, Roles roles) {
        String pod = "ip netns exec " + hosts.west().pod(0).host().namespace() + " ";
        return List.of(
                pod + tools.curl() + " http://" + Services.WEB + "/",
                pod + tools.dnsClient() + " @" + hosts.west().dnsAddress() + " " + Services.WEB,
                pod + "ping -c 3 " + hosts.east().pod(0).address(),
                roles.operatorLine("service list"),
                roles.operatorLine("connections"));
    }
}
