// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import dev.hanse.e2e.ControlPlaneProcess;
import dev.hanse.e2e.JoinToken;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.HostClock;
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
import java.util.regex.Pattern;

/** A control plane that is ended and started again over its data, and hosts for gateways beside it. */
final class ClusterSet {

    static final Duration LIMIT = Eventually.LIMIT;

    private static final Pattern CREATED = Pattern.compile("\"createdAt\" : \"([^\"]+)\"");

    private static final String ADDRESS = "192.0.2.1";

    private final TestLab lab;
    private final TestNetwork network;
    private final TestHost host;
    private ControlPlaneProcess controlPlane;
    private final List<String> clusters = new ArrayList<>();
    private int members;

    private ClusterSet(TestLab lab, TestNetwork network, TestHost host, ControlPlaneProcess controlPlane) {
        this.lab = lab;
        this.network = network;
        this.host = host;
        this.controlPlane = controlPlane;
    }

    /** Starts a control plane with an empty data directory. */
    static ClusterSet start(TestLab lab) {
        TestNetwork network = lab.network("wan");
        TestHost host = lab.host("cp");
        host.clock();
        host.attach(network, ADDRESS + "/24");
        return new ClusterSet(lab, network, host, controlPlane(lab, host));
    }

    private static ControlPlaneProcess controlPlane(TestLab lab, TestHost host) {
        return ControlPlaneProcess.start(lab, host, ADDRESS, "control-plane", "");
    }

    /** A gateway that has not joined, on a host of its own. */
    Member member(String cluster, String gateway) throws IOException {
        TestHost place = lab.host(cluster + "-" + gateway);
        place.clock();
        place.attach(network, "192.0.2." + (10 + members++) + "/24");
        if (!clusters.contains(cluster)) {
            clusters.add(cluster);
        }
        return Member.prepare(lab, place, cluster, gateway, clusters.indexOf(cluster) + 1);
    }

    /** A gateway that has joined, runs and has a view. */
    Member joined(String cluster, String gateway, String... tokenOptions) throws IOException {
        Member member = member(cluster, gateway);
        member.folder().withToken(token(cluster, tokenOptions));
        member.start();
        member.awaitConnected();
        return member;
    }

    void startControlPlane() {
        controlPlane = controlPlane(lab, host);
    }

    /** Starts it with another address in {@code advertise} than the one at which it is. */
    void startControlPlane(String advertised) throws IOException {
        Path config = data("../control-plane.yaml");
        String right = "advertise: [\"" + controlPlane.address() + "\"]";
        Path wrong = Files.writeString(
                config.resolveSibling("wrong-address.yaml"),
                Files.readString(config).replace(right, "advertise: [\"" + advertised + "\"]"));
        TestProcess process = host.startHanse("control-plane", "control-plane", "--config", wrong.toString())
                .awaitLog("control plane is ready", LIMIT);
        controlPlane = new ControlPlaneProcess(process, controlPlane.address(), controlPlane.credentials());
    }

    void stopControlPlane() {
        controlPlane.process().stop(ControlPlaneProcess.STOP_LIMIT);
    }

    /** Ends the control plane as a crash would. */
    void killControlPlane() {
        controlPlane.process().kill();
    }

    /** The process that runs, or ran last. */
    TestProcess process() {
        return controlPlane.process();
    }

    HostClock clock() {
        return host.clock();
    }

    /** A file of the control plane's data directory. */
    Path data(String name) {
        return controlPlane.credentials().resolveSibling(name);
    }

    /** What the control plane says under a path of its status port. */
    String status(String path) {
        return host.run("curl", "-sS", "--max-time", "20", "http://127.0.0.1:9480" + path)
                .orFail()
                .output();
    }

    /** Runs an operator's verb, whatever becomes of it. */
    CommandResult verb(String... words) {
        return host.hanse(controlPlane.operator(words));
    }

    /** Starts an operator's verb and does not wait for it. */
    TestProcess startVerb(String label, String... words) {
        return host.startHanse(label, controlPlane.operator(words));
    }

    /** What a verb prints that succeeds. */
    String ask(String... words) {
        return verb(words).orFail().output();
    }

    /** Since when each cluster exports a service. */
    List<String> ages(String service) {
        return CREATED.matcher(ask("service", "show", service, "--output", "json"))
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    /** A fresh join token. */
    String token(String cluster, String... options) {
        List<String> words = new ArrayList<>(List.of("token", "create", cluster));
        words.addAll(Arrays.asList(options));
        return JoinToken.in(ask(words.toArray(String[]::new)));
    }

    /** The one line with which the control plane refuses to start. */
    String refusedStart() {
        String config = data("../control-plane.yaml").toString();
        return GatewayFolder.refusalOf(host.startHanse("control-plane", "control-plane", "--config", config));
    }
}
