// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.hanse.e2e.ControlPlaneProcess;
import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import dev.hanse.proto.v1.JoinToken;
import java.io.IOException;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects the door: who may not join is told why and what to do, in one line, and nobody else notices. */
final class JoinIT {

    private static final String PREFIX = "hanse1.";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static Federation federation;

    @BeforeAll
    static void start() {
        federation = Federation.start(LAB);
    }

    @Test
    void aMalformedTokenIsRefused() throws IOException {
        assertThat(gateway("malformed", "red", "10.1.0.0/16")
                        .withToken(PREFIX + "not-a-token")
                        .refusal())
                .contains("malformed", "hanse token create");
    }

    @Test
    void anEndedTokenIsRefused() throws IOException {
        String ended = changed(
                federation.token("orange"),
                token -> token.setExpiresAt(Timestamp.newBuilder().setSeconds(1_700_000_000)));
        assertThat(gateway("ended", "orange", "10.2.0.0/16").withToken(ended).refusal())
                .contains("ended at 2023-11-14", "hanse token create orange");
    }

    @Test
    void aTokenOfAnotherClusterIsRefusedHereAndThere() throws IOException {
        String token = federation.token("yellow");
        assertThat(gateway("other-here", "green", "10.3.0.0/16")
                        .withToken(token)
                        .refusal())
                .contains("made for cluster yellow", "hanse token create green");
        String forged = changed(token, text -> text.setClusterId("green"));
        assertThat(gateway("other-there", "green", "10.3.0.0/16")
                        .withToken(forged)
                        .refusal())
                .contains("TOKEN_WRONG_CLUSTER");
        assertThat(federation.operator("cluster", "list").output()).doesNotContain("green");
    }

    @Test
    void aTokenWorksOnce() throws IOException {
        String token = federation.token("blue");
        gateway("first", "blue", "10.4.0.0/16").withToken(token).startReady().stop(Eventually.LIMIT);
        assertThat(gateway("replayed", "blue", "10.4.0.0/16").withToken(token).refusal())
                .contains("TOKEN_USED", "hanse token create blue");
    }

    @Test
    void aClusterIdIsTakenOnce() throws IOException {
        String first = federation.token("indigo");
        String second = federation.token("indigo");
        gateway("indigo-first", "indigo", "10.5.0.0/16")
                .withToken(first)
                .startReady()
                .stop(Eventually.LIMIT);
        assertThat(gateway("indigo-second", "indigo", "10.6.0.0/16")
                        .withToken(second)
                        .refusal())
                .contains("CLUSTER_EXISTS");
        assertThat(federation.refusedVerb("token", "create", "indigo"))
                .contains("CLUSTER_EXISTS", "--additional-gateway", "hanse cluster remove");
    }

    @Test
    void overlappingPrefixesAreRefusedWithBothNamed() throws IOException {
        gateway("violet", "violet", "10.7.0.0/16")
                .withToken(federation.token("violet"))
                .startReady()
                .stop(Eventually.LIMIT);
        assertThat(gateway("overlap", "black", "10.7.128.0/17")
                        .withToken(federation.token("black"))
                        .refusal())
                .contains("PREFIX_OVERLAP", "violet", "10.7.0.0/16", "black", "10.7.128.0/17");
    }

    @Test
    void credentialsOfAnotherClusterSetAreWorthNothing() {
        TestLab lab = LAB;
        TestHost stranger = lab.host("stranger");
        stranger.ip("addr", "add", "192.0.2.9/32", "dev", "lo");
        ControlPlaneProcess other = ControlPlaneProcess.start(lab, stranger, "192.0.2.9");
        CommandResult result = federation
                .controlPlaneHost()
                .hanse(
                        "cluster",
                        "list",
                        "--server",
                        federation.controlPlane().address(),
                        "--credentials",
                        other.credentials().toString());
        assertThat(result.exitCode()).isOne();
        assertThat(GatewayFolder.oneLine(result.output())).contains("--credentials are of its cluster set");
    }

    private static GatewayFolder gateway(String label, String cluster, String podPrefix) throws IOException {
        return GatewayFolder.write(LAB, federation.gatewayHost(), label, cluster, podPrefix, "");
    }

    private static String changed(String token, UnaryOperator<JoinToken.Builder> change)
            throws InvalidProtocolBufferException {
        byte[] octets = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
        JoinToken.Builder message = JoinToken.parseFrom(octets).toBuilder();
        return PREFIX
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(change.apply(message).build().toByteArray());
    }
}
