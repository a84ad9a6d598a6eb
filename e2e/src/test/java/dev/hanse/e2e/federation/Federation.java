// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.ControlPlaneProcess;
import dev.hanse.e2e.JoinToken;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import java.io.IOException;
import java.util.stream.Stream;

/** A control plane and one host for gateways, both on a network that further hosts may join: 192.0.2.0/24. */
public record Federation(
        TestLab lab,
        TestNetwork network,
        TestHost controlPlaneHost,
        ControlPlaneProcess controlPlane,
        TestHost gatewayHost) {

    private static final String CONTROL_PLANE = "192.0.2.1";

    /** Starts the control plane. */
    public static Federation start(TestLab lab) {
        return start(lab, "");
    }

    /** Starts the control plane with further options of Java. */
    public static Federation start(TestLab lab, String javaOptions) {
        TestNetwork network = lab.network("wan");
        TestHost controlPlaneHost = lab.host("cp");
        controlPlaneHost.attach(network, CONTROL_PLANE + "/24");
        TestHost gatewayHost = lab.host("gw");
        gatewayHost.attach(network, "192.0.2.2/24");
        ControlPlaneProcess controlPlane =
                ControlPlaneProcess.start(lab, controlPlaneHost, CONTROL_PLANE, "control-plane", javaOptions);
        return new Federation(lab, network, controlPlaneHost, controlPlane, gatewayHost);
    }

    /** The same after the control plane has stopped and started again, without further options of Java. */
    public Federation restarted() {
        controlPlane.process().stop(ControlPlaneProcess.STOP_LIMIT);
        ControlPlaneProcess again =
                ControlPlaneProcess.start(lab, controlPlaneHost, CONTROL_PLANE, "control-plane-again", "");
        return new Federation(lab, network, controlPlaneHost, again, gatewayHost);
    }

    /** Runs an operator's verb, whatever becomes of it. */
    public CommandResult operator(String... verb) {
        return controlPlaneHost.hanse(controlPlane.operator(verb));
    }

    /** A fresh join token for a cluster. */
    public String token(String cluster, String... options) {
        return JoinToken.in(operator(Stream.concat(Stream.of("token", "create", cluster), Stream.of(options))
                        .toArray(String[]::new))
                .orFail()
                .output());
    }

    /** A gateway {@code gateway-CLUSTER} that exports what {@code exports.yaml} in its folder says, with a token and not started. */
    public GatewayFolder fileGateway(String cluster, String podPrefix) throws IOException {
        return GatewayFolder.write(
                        lab,
                        gatewayHost,
                        "gateway-" + cluster,
                        cluster,
                        podPrefix,
                        "sources: {file: {path: exports.yaml}}\n")
                .withToken(token(cluster));
    }

    /** Fails unless the verb was refused; returns the one line that says why. */
    public String refusedVerb(String... verb) {
        CommandResult result = operator(verb);
        assertThat(result.exitCode()).as(result.output()).isOne();
        return GatewayFolder.oneLine(result.output());
    }
}
