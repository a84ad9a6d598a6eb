// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.discovery.model.ClusterId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The join tokens of a cluster set. What it gives out is made durable by the caller before {@link #put} takes it in, so
 * that a refused or failed call uses nothing up.
 *
 * <p>Owned by the control loop.
 */
final class JoinTokens {

    /** How long a token can be redeemed unless asked otherwise. */
    public static final Duration DEFAULT_LIFE = Duration.ofMinutes(15);

    /** Most tokens kept. */
    public static final int MAX_TOKENS = 10_000;

    private static final Duration MIN_LIFE = Duration.ofMinutes(1);
    private static final Duration MAX_LIFE = Duration.ofHours(24);

    private final SecureRandom random;
    private final Map<String, TokenRecord> byHash = new HashMap<>();

    /** With the tokens that were kept. */
    public JoinTokens(SecureRandom random, Collection<TokenRecord> kept) {
        this.random = random;
        kept.forEach(this::put);
    }

    /** A fresh token and its secret; not taken in yet. */
    public record Fresh(TokenRecord token, byte[] secret) {
        /** Names the token only. */
        @Override
        public String toString() {
            return token.id();
        }
    }

    /**
     * Makes a token.
     *
     * @throws RefusedException if the life is out of range or too many tokens are open
     */
    public Fresh make(TokenTerms terms, Instant now) {
        Duration life = terms.life();
        if (life.compareTo(MIN_LIFE) < 0 || life.compareTo(MAX_LIFE) > 0) {
            throw RefusedException.field("life", life.toSeconds() + " s (expected: 1 minute to 24 hours)");
        }
        if (byHash.size() >= MAX_TOKENS) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED,
                    MAX_TOKENS + " tokens are kept (expected: less; used and ended ones leave in a day)");
        }
        byte[] id = new byte[8];
        random.nextBytes(id);
        byte[] secret = TokenSecret.fresh(random);
        TokenRecord token = new TokenRecord(
                HexFormat.of().formatHex(id),
                TokenSecret.hash(secret),
                terms.cluster(),
                terms.purpose(),
                terms.allowed(),
                now.plus(life),
                Optional.empty());
        return new Fresh(token, secret);
    }

    /**
     * The token that a request may use: an open one, or the one that this very request has used, whose answer was lost.
     *
     * @throws RefusedException if there is none
     */
    public TokenRecord require(Registration asked, Instant now) {
        TokenRecord token = find(asked.secret());
        requireOpen(token, asked, now);
        requireFor(token, asked.gateway());
        return token;
    }

    private TokenRecord find(byte[] secret) {
        if (secret.length != TokenSecret.OCTETS) {
            throw new RefusedException(
                    Reason.TOKEN_MALFORMED,
                    "token secret: " + secret.length + " octets (expected: " + TokenSecret.OCTETS + ")");
        }
        String hash = TokenSecret.hash(secret);
        TokenRecord token = byHash.get(hash);
        if (token == null || !TokenSecret.matches(hash, token.secretHash())) {
            throw new RefusedException(
                    Reason.TOKEN_UNKNOWN, "token: unknown here (expected: one that this cluster set issued)");
        }
        return token;
    }

    private static void requireOpen(TokenRecord token, Registration asked, Instant now) {
        token.redemption().filter(used -> !asked.repeats(used)).ifPresent(used -> {
            throw used(token, used);
        });
        if (!now.isBefore(token.expiresAt())) {
            throw new RefusedException(
                    Reason.TOKEN_EXPIRED,
                    "token " + token.id() + ": ended at " + token.expiresAt() + ", it is " + now
                            + " here; create another," + " and check that the clocks agree");
        }
    }

    static RefusedException used(TokenRecord token, Redemption used) {
        return new RefusedException(
                Reason.TOKEN_USED, "token " + token.id() + ": used at " + used.at() + "; create another");
    }

    private static void requireFor(TokenRecord token, GatewayId gateway) {
        if (!token.cluster().equals(gateway.cluster())) {
            throw new RefusedException(
                    Reason.TOKEN_WRONG_CLUSTER,
                    "token " + token.id() + ": for another cluster than " + gateway.cluster()
                            + " (expected: the cluster" + " that it was created for)");
        }
        if (token.purpose() instanceof TokenPurpose.Replacement(var name) && !name.equals(gateway.name())) {
            throw new RefusedException(
                    Reason.TOKEN_WRONG_GATEWAY,
                    "token " + token.id() + ": for another gateway than " + gateway.name() + " (expected: the gateway"
                            + " that it was created for)");
        }
    }

    /** Takes in what was made durable. */
    public void put(TokenRecord token) {
        byHash.put(token.secretHash(), token);
    }

    /** Forgets the tokens of a cluster. */
    public void removeAll(ClusterId cluster) {
        byHash.values().removeIf(token -> token.cluster().equals(cluster));
    }

    /** Forgets the tokens of a gateway. */
    public void removeAll(GatewayId gateway) {
        byHash.values().removeIf(token -> token.concerns(gateway));
    }

    /** Forgets tokens that ended before a time. */
    public void forgetEnded(Instant before) {
        byHash.values().removeIf(token -> token.expiresAt().isBefore(before));
    }
}
