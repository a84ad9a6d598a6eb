// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Age;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.CreateTokenResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hanse token create}. Standard output holds the token alone, so that it can go straight into a file. */
@Command(
        name = "create",
        description =
                "Makes a join token: it admits one gateway of one cluster, once, for a short time. It is shown only now.")
public final class TokenCreateCommand extends OperatorVerb {

    /** What JSON says; {@code token} is secret. */
    record IssuedToken(
            String cluster, String token, String tokenId, Instant expiresAt, List<String> allowedPodPrefixes) {
        @Override
        public String toString() {
            return "IssuedToken[" + tokenId + " for " + cluster + "]";
        }
    }

    @Parameters(paramLabel = "CLUSTER", description = "The cluster that may join.")
    private String cluster = "";

    @Option(
            names = "--life",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "How long the token can be used, as 30s, 15m or 2h: 1 minute to 24 hours; default: 15m.")
    private @Nullable Duration life;

    @Option(names = "--additional-gateway", description = "For one more gateway of a cluster that is a member already.")
    private boolean additionalGateway;

    @Option(
            names = "--gateway",
            paramLabel = "NAME",
            description =
                    "In the place of this gateway of the member, whose certificate has ended or whose key was lost: its"
                            + " certificates are revoked, and its exports, their age and its peers stay.")
    private String gateway = "";

    @Option(
            names = "--allow-prefix",
            paramLabel = "PREFIX",
            description =
                    "The cluster's pod prefixes must lie within this one, as 10.20.0.0/16, or another one of these;"
                            + " may be given up to 64 times. Default: anywhere that is no other cluster's.")
    private List<String> allowedPrefixes = new ArrayList<>();

    /** The verb for one console. */
    public TokenCreateCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        var answer = controlPlane.stub(ClusterRegistryGrpc::newBlockingStub).createToken(request());
        requireKept(answer);
        IssuedToken issued = new IssuedToken(
                cluster,
                answer.getToken(),
                answer.getTokenId(),
                ProtoTime.toInstant(answer.getExpiresAt()),
                answer.getAllowedPodPrefixesList());
        printer.one(issued, out -> {
            out.println(issued.token());
            console()
                    .err()
                    .println("Token " + issued.tokenId() + " admits " + admitted() + " for "
                            + Age.until(issued.expiresAt(), console().clock())
                            + where()
                            + "; put it into the file that join-token-file of gateway.yaml names.");
        });
    }

    /** A token that admits more than was asked for is not given to anybody. */
    private void requireKept(CreateTokenResponse answer) {
        if (answer.getAllowedPodPrefixesCount() < allowedPrefixes.size()) {
            throw new CommandFailure(
                    "the control plane did not keep the allowed prefixes with token " + answer.getTokenId(),
                    "that token is not shown and ends unused: upgrade the control plane to the release of this hanse");
        }
    }

    private String admitted() {
        return gateway.isEmpty()
                ? "one gateway of cluster " + cluster
                : "one gateway in the place of " + cluster + "/" + gateway;
    }

    private String where() {
        return allowedPrefixes.isEmpty() ? "" : ", with pod prefixes within " + String.join(", ", allowedPrefixes);
    }

    private CreateTokenRequest request() {
        CreateTokenRequest.Builder request = CreateTokenRequest.newBuilder()
                .setClusterId(cluster)
                .setAdditionalGateway(additionalGateway)
                .setGatewayName(gateway)
                .addAllAllowedPodPrefixes(allowedPrefixes);
        if (life != null) {
            request.setLife(ProtoTime.fromDuration(life));
        }
        return request.build();
    }
}
