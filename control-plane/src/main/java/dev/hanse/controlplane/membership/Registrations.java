// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.model.TokenRecord;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Takes in gateways that show a token, each as what its token says; who shows it again, because the answer was lost,
 * gets the same membership. Owned by the control loop.
 *
 * @param tokens to join with
 * @param newcomers join as new gateways
 * @param replacements take the place of a gateway
 * @param repetitions are what was done already
 * @param clock for tokens
 */
record Registrations(
        JoinTokens tokens,
        Newcomers newcomers,
        Replacements replacements,
        Repetitions repetitions,
        InstantSource clock) {

    Registration.Granted register(String actor, Registration asked) {
        Instant now = clock.instant();
        TokenRecord token = tokens.require(asked, now);
        if (token.redemption().isPresent()) {
            return repetitions.again(actor, asked, token, token.redemption().get());
        }
        return switch (token.purpose()) {
            case TokenPurpose.NewCluster _ -> newcomers.withCluster(actor, asked, token, now);
            case TokenPurpose.MoreGateway _ -> newcomers.intoCluster(actor, asked, token, now);
            case TokenPurpose.Replacement _ -> replacements.replace(actor, asked, token, now);
        };
    }
}
