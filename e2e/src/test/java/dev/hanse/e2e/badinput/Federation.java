// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.ControlPlaneProcess;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;

/** A control plane and one host for gateways that shall not, or shall all the same, become members. */
record Federation(TestLab lab, TestHost controlPlaneHost, ControlPlaneProcess controlPlane, TestHost gatewayHost) {

    static Federation start(TestLab lab) {
        TestNetwork wan = lab.network("wan");
        TestHost controlPlaneHost = lab.host("cp");
        controlPlaneHost.attach(wan, "192.0.2.1/24");
        TestHost gatewayHost = lab.host("gw");
        gatewayHost.attach(wan, "192.0.2.2/24");
        return new Federation(
                lab, controlPlaneHost, ControlPlaneProcess.start(lab, controlPlaneHost, "192.0.2.1"), gatewayHost);
    }

    /** Runs an operator's verb, whatever becomes of it. */
    CommandResult operator(String... verb) {
        return controlPlaneHost.hanse(controlPlane.operator(verb));
    }

    /** A fresh join token for a cluster. */
    String token(String cluster) {
        return operator("token", "create", cluster)
                .orFail()
                .output()
                .lines()
                .filter(line -> line.startsWith("hanse1."))
                .findFirst()
                .orElseThrow();
    }

    /** Fails unless the verb was refused; returns the one line that says why. */
    String refusedVerb(String... verb) {
        CommandResult result = operator(verb);
        assertThat(result.exitCode()).as(result.output()).isOne();
        return GatewayFolder.oneLine(result.output());
    }
}
