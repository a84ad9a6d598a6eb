// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.JoinToken;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A control plane and two clusters, all of one IP family: each has a gateway with a tunnel and a pod behind it, which asks that gateway for
 * names. East exports {@code shop/web}, its pod, which serves a page.
 */
final class TwoSites {

    static final Duration LIMIT = Eventually.LIMIT;
    static final String PAGE = "a page of east";

    private final TestLab lab;
    private final Plan plan;
    private final TestNetwork wan;
    private final TestHost controlPlaneHost;
    private final List<Site> sites = new ArrayList<>();

    /**
     * Addresses of a family.
     *
     * @param wan on the network between the clusters, with a place for a number
     * @param pod of a cluster, with places for the numbers of cluster and host
     * @param prefix of a cluster's pods, with a place for its number
     * @param shared further prefix of east, which has addresses of the network between; empty: none
     */
    record Plan(
            String wan,
            String pod,
            String prefix,
            String any,
            String loopback,
            int wanBits,
            int podBits,
            String shared) {

        static final Plan IPV4 =
                new Plan("192.0.2.%d", "10.%d.0.%d", "10.%d.0.0/24", "0.0.0.0", "127.0.0.1", 24, 24, "");
        static final Plan IPV6 = new Plan("2001:db8:53::%d", "fd00:%d::%d", "fd00:%d::/64", "::", "::1", 64, 64, "");

        /** East's prefixes have the addresses of the control plane and of both gateways. */
        static final Plan SHARED_IPV4 = IPV4.sharing("192.0.2.0/28");

        static final Plan SHARED_IPV6 = IPV6.sharing("2001:db8:53::/120");

        private Plan sharing(String network) {
            return new Plan(wan, pod, prefix, any, loopback, wanBits, podBits, network);
        }

        /** All prefixes of a cluster. */
        List<String> prefixes(int number) {
            String own = prefix.formatted(number);
            return number == 1 && !shared.isEmpty() ? List.of(own, shared) : List.of(own);
        }

        String onWan(int host) {
            return wan.formatted(host);
        }

        /** An address before a port. */
        String literal(String address) {
            return address.contains(":") ? "[" + address + "]" : address;
        }
    }

    /** One cluster. */
    record Site(String cluster, int number, TestHost gateway, TestHost pod, Path folder) {

        /** What its gateway says under a path of its status port. */
        String status(Plan plan, String path) {
            return gateway.run(
                            "curl",
                            "-sS",
                            "--max-time",
                            "20",
                            "http://" + plan.literal(plan.loopback()) + ":9481" + path)
                    .output();
        }

        TestProcess start() {
            return gateway.startHanse(
                    "gateway",
                    "gateway",
                    "--config",
                    folder.resolve("gateway.yaml").toString());
        }
    }

    private TwoSites(TestLab lab, Plan plan) {
        this.lab = lab;
        this.plan = plan;
        wan = lab.network("wan");
        controlPlaneHost = lab.host("cp");
        controlPlaneHost.attach(wan, plan.onWan(1) + "/" + plan.wanBits());
    }

    /** Starts the control plane and writes what the gateways need, which are not started. */
    static TwoSites of(TestLab lab, Plan plan) throws IOException {
        TwoSites all = new TwoSites(lab, plan);
        all.startControlPlane();
        all.sites.add(all.site("east", 1));
        all.sites.add(all.site("west", 2));
        Path pages = Files.createDirectories(all.east().folder().resolve("pages"));
        Files.writeString(pages.resolve("page.txt"), PAGE);
        all.east()
                .pod()
                .start(
                        "web",
                        Path.of(System.getProperty("java.home"), "bin", "jwebserver")
                                .toString(),
                        "-b",
                        plan.any(),
                        "-p",
                        "80",
                        "-d",
                        pages.toString());
        return all;
    }

    TestHost controlPlaneHost() {
        return controlPlaneHost;
    }

    Site east() {
        return sites.getFirst();
    }

    Site west() {
        return sites.getLast();
    }

    private void startControlPlane() throws IOException {
        Path folder = lab.folder("control-plane");
        Files.writeString(folder.resolve("control-plane.yaml"), """
                cluster-set: e2e
                name: cp-1
                data-dir: data
                listen: "%1$s:9443"
                advertise: ["%1$s:9443"]
                status-listen: "%2$s:9480"
                """.formatted(
                        plan.literal(plan.onWan(1)), plan.literal(plan.loopback())));
        controlPlaneHost
                .startHanse(
                        "control-plane",
                        "control-plane",
                        "--config",
                        folder.resolve("control-plane.yaml").toString())
                .awaitLog("is ready after", LIMIT);
    }

    private Site site(String cluster, int number) throws IOException {
        TestNetwork pods = lab.network(cluster + "-pods");
        TestHost gateway = lab.host(cluster);
        gateway.attach(wan, plan.onWan(10 + number) + "/" + plan.wanBits());
        gateway.attach(pods, plan.pod().formatted(number, 1) + "/" + plan.podBits());
        // Of the host that would lead to the rest of the world.
        gateway.route("default", plan.onWan(1));
        TestHost pod = lab.host(cluster + "-pod");
        pod.attach(pods, plan.pod().formatted(number, 2) + "/" + plan.podBits());
        pod.route("default", plan.pod().formatted(number, 1));
        pod.nameserver(plan.pod().formatted(number, 1));
        Path folder = lab.folder(cluster);
        Files.writeString(folder.resolve("join-token"), token(cluster, plan.prefixes(number)));
        Files.writeString(
                folder.resolve("exports.yaml"),
                number == 1 ? """
                services:
                  - name: shop/web
                    ports: [{name: http, port: 80}]
                    endpoints: [{address: "%s"}]
                """.formatted(plan.pod().formatted(number, 2)) : "services: []\n");
        Files.writeString(folder.resolve("gateway.yaml"), """
                cluster: %s
                name: gw-1
                data-dir: data
                join-token-file: join-token
                pod-prefixes: [%s]
                status-listen: "%s:9481"
                sources: {file: {path: exports.yaml}}
                dns: {listen: ["%s:53"]}
                tunnel: {listen: "%s:51820", advertise: ["%s:51820"]}
                """.formatted(
                        cluster,
                        plan.prefixes(number).stream().collect(Collectors.joining("\", \"", "\"", "\"")),
                        plan.literal(plan.loopback()),
                        plan.literal(plan.pod().formatted(number, 1)),
                        plan.literal(plan.any()),
                        plan.literal(plan.onWan(10 + number))));
        return new Site(cluster, number, gateway, pod, folder);
    }

    private String token(String cluster, List<String> prefixes) {
        List<String> words = new ArrayList<>(List.of("token", "create", cluster));
        prefixes.forEach(prefix -> words.addAll(List.of("--allow-prefix", prefix)));
        return JoinToken.in(operator(words.toArray(String[]::new)).orFail().output()) + "\n";
    }

    /** Runs an operator's verb. */
    CommandResult operator(String... verb) {
        List<String> words = new ArrayList<>(Arrays.asList(verb));
        words.addAll(List.of(
                "--server",
                plan.literal(plan.onWan(1)) + ":9443",
                "--credentials",
                lab.folder("control-plane").resolve("data/operator").toString()));
        return controlPlaneHost.hanse(words.toArray(String[]::new));
    }

    /** Whether west's pod gets east's page by its name, asking once. */
    boolean fetches() {
        CommandResult page =
                west().pod().run("curl", "-sS", "--max-time", "2", "http://web.shop.svc.clusterset.local/page.txt");
        return page.exitCode() == 0 && page.output().equals(PAGE);
    }

    void awaitPage() {
        Eventually.eventually(
                "a pod of west gets the page of east",
                LIMIT,
                () -> assertThat(fetches()).isTrue());
    }
}
