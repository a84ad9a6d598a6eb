// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.model.AllowedPrefixes;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.discovery.model.ClusterId;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * What a join token is to be good for.
 *
 * @param cluster who may join with it
 * @param purpose as what
 * @param allowed where the cluster's pod prefixes must lie
 * @param life how long
 */
record TokenTerms(ClusterId cluster, TokenPurpose purpose, AllowedPrefixes allowed, Duration life) {

    /** Whom the audit log names. */
    String subject() {
        return purpose instanceof TokenPurpose.Replacement(var gateway)
                ? new GatewayId(cluster, gateway).toString()
                : cluster.value();
    }

    /** What the audit log says of a token with these terms. */
    String detail(String token) {
        return "token " + token
                + (allowed.equals(AllowedPrefixes.ANY)
                        ? ""
                        : allowed.prefixes().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(", ", ", pod prefixes within ", "")));
    }
}
