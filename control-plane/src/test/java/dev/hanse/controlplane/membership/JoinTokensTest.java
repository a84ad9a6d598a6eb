// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.model.AllowedPrefixes;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.JoinToken;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Protects joining: a token is good once, for one cluster, for its time, and its secret is kept nowhere. */
class JoinTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ClusterId EAST = new ClusterId("east");
    private static final TestKey KEY = TestKey.fresh();

    private final JoinTokens tokens = new JoinTokens(new SecureRandom(), List.of());

    private static TokenTerms terms(TokenPurpose purpose, Duration life) {
        return new TokenTerms(EAST, purpose, AllowedPrefixes.ANY, life);
    }

    private JoinTokens.Fresh made() {
        JoinTokens.Fresh fresh = tokens.make(terms(new TokenPurpose.NewCluster(), JoinTokens.DEFAULT_LIFE), NOW);
        tokens.put(fresh.token());
        return fresh;
    }

    private static Registration asked(byte[] secret, String cluster) {
        return new Registration(
                secret,
                new GatewayId(new ClusterId(cluster), "gw-1"),
                CertificateRequest.parse(KEY.csr()),
                List.of(),
                List.of());
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void openTokenIsFoundByItsSecret() {
        JoinTokens.Fresh fresh = made();

        assertThat(tokens.require(asked(fresh.secret(), "east"), NOW)).isEqualTo(fresh.token());
    }

    @Test
    void secretIsNotKept() {
        JoinTokens.Fresh fresh = made();

        assertThat(fresh.secret()).hasSize(32);
        assertThat(fresh.token().secretHash()).isEqualTo(TokenSecret.hash(fresh.secret()));
        assertThat(fresh.toString()).doesNotContain(fresh.token().secretHash());
    }

    @Test
    void tokenEndsWithItsLife() {
        JoinTokens.Fresh fresh = made();

        assertThat(tokens.require(asked(fresh.secret(), "east"), NOW.plus(Duration.ofSeconds(899))))
                .isNotNull();
        assertRefused(
                Reason.TOKEN_EXPIRED,
                () -> tokens.require(asked(fresh.secret(), "east"), NOW.plus(JoinTokens.DEFAULT_LIFE)));
    }

    @Test
    void usedTokenIsRefused() {
        JoinTokens.Fresh fresh = made();
        tokens.put(fresh.token().used(new Redemption(NOW, "gw-1", "of another key")));

        assertRefused(Reason.TOKEN_USED, () -> tokens.require(asked(fresh.secret(), "east"), NOW));
    }

    @Test
    void usedTokenIsFoundByWhoUsedItUntilItEnds() {
        JoinTokens.Fresh fresh = made();
        Registration asked = asked(fresh.secret(), "east");
        tokens.put(fresh.token().used(asked.redemption(NOW)));

        assertThat(tokens.require(asked, NOW).redemption()).contains(asked.redemption(NOW));
        assertRefused(Reason.TOKEN_EXPIRED, () -> tokens.require(asked, NOW.plus(JoinTokens.DEFAULT_LIFE)));
    }

    @Test
    void tokenUsedBeforeItsUserWasKeptIsNobodysAnyMore() {
        JoinTokens.Fresh fresh = made();
        tokens.put(fresh.token().used(new Redemption(NOW, "", "")));

        assertRefused(Reason.TOKEN_USED, () -> tokens.require(asked(fresh.secret(), "east"), NOW));
    }

    @Test
    void tokenInThePlaceOfAGatewayIsForThatGatewayOnly() {
        JoinTokens.Fresh fresh = tokens.make(terms(new TokenPurpose.Replacement("gw-2"), JoinTokens.DEFAULT_LIFE), NOW);
        tokens.put(fresh.token());

        assertRefused(Reason.TOKEN_WRONG_GATEWAY, () -> tokens.require(asked(fresh.secret(), "east"), NOW));
    }

    @Test
    void tokenOfAnotherClusterIsRefusedAndStaysOpen() {
        JoinTokens.Fresh fresh = made();

        assertRefused(Reason.TOKEN_WRONG_CLUSTER, () -> tokens.require(asked(fresh.secret(), "west"), NOW));
        assertThat(tokens.require(asked(fresh.secret(), "east"), NOW)).isNotNull();
    }

    @Test
    void unknownAndMalformedSecretsAreToldApart() {
        assertRefused(Reason.TOKEN_UNKNOWN, () -> tokens.require(asked(new byte[32], "east"), NOW));
        assertRefused(Reason.TOKEN_MALFORMED, () -> tokens.require(asked(new byte[31], "east"), NOW));
    }

    @Test
    void lifeHasBounds() {
        assertRefused(
                Reason.FIELD_INVALID,
                () -> tokens.make(terms(new TokenPurpose.NewCluster(), Duration.ofSeconds(59)), NOW));
        assertRefused(
                Reason.FIELD_INVALID,
                () -> tokens.make(terms(new TokenPurpose.NewCluster(), Duration.ofHours(25)), NOW));
    }

    @Test
    void endedTokensAreForgotten() {
        JoinTokens.Fresh fresh = made();
        tokens.forgetEnded(NOW.plus(Duration.ofHours(1)));

        assertRefused(Reason.TOKEN_UNKNOWN, () -> tokens.require(asked(fresh.secret(), "east"), NOW));
    }

    @Test
    void textHoldsWhatItWasMadeOf() {
        byte[] secret = {1, 2, 3};
        String text = JoinTokenText.encode(List.of("cp.example:9443"), new byte[32], "demo", EAST, secret, NOW);

        assertThat(text).startsWith("hanse1.").matches("[A-Za-z0-9._-]+");
        JoinToken read = JoinTokenText.decode(text);
        assertThat(read.getAddressesList()).containsExactly("cp.example:9443");
        assertThat(read.getSecret().toByteArray()).isEqualTo(secret);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JoinTokenText.decode("hanse2.abc"))
                .withMessageNotContaining("abc");
    }
}
