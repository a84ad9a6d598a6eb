// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.testing.TestTokens;
import dev.hanse.net.testing.TestAuthority;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Protects that a token which cannot work is refused before anything is sent, in words that help and do not betray it.
 */
class JoinTokenTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final TestAuthority authority = new TestAuthority(NOW);

    private dev.hanse.proto.v1.JoinToken.Builder valid() {
        return TestTokens.token(authority, "east", NOW.plusSeconds(900));
    }

    private static void refused(dev.hanse.proto.v1.JoinToken.Builder token, String why) {
        assertThatThrownBy(() -> JoinToken.parse(TestTokens.text(token.build())))
                .isInstanceOf(JoinException.class)
                .hasMessageContaining("join token: malformed")
                .hasMessageContaining(why);
    }

    @Test
    void readsWhatTheControlPlaneMade() throws JoinException {
        JoinToken token = JoinToken.parse("  " + TestTokens.text(valid().build()) + "\n");

        assertThat(token.addresses()).containsExactly(new ControlPlaneAddress("127.0.0.1", 9));
        assertThat(token.cluster()).isEqualTo(new ClusterId("east"));
        assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(900));
        assertThat(token.caPin().matches(authority.root())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hanse1", "hanse2.AAAA", "hello", "hanse1.!!!!", "hanse1.AAAA", "hanse1."})
    void refusesWhatIsNoToken(String text) {
        assertThatThrownBy(() -> JoinToken.parse(text))
                .isInstanceOf(JoinException.class)
                .hasMessageContaining("join token: malformed")
                .hasMessageContaining("hanse token create");
    }

    @Test
    void refusesMissingAndWrongParts() {
        refused(valid().clearAddresses(), "addresses: 0");
        refused(valid().addAllAddresses(List.of("no-port")), "no-port");
        refused(valid().setCaPin(ByteString.copyFrom(new byte[31])), "CA pin: 31 octets");
        refused(valid().setSecret(ByteString.copyFrom(new byte[5])), "secret: 5 octets");
        refused(valid().setClusterId("East"), "cluster id");
        refused(valid().setClusterSet(""), "cluster set");
    }

    @Test
    void damagedTokensNeverPassAndNeverShowThemselves() {
        String text = TestTokens.text(valid().build());
        String secret = Base64.getUrlEncoder().encodeToString(new byte[12]);
        Random random = new Random(1);
        for (int length = 8; length < text.length(); length += 1 + random.nextInt(3)) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> JoinToken.parse(cut))
                    .isInstanceOf(JoinException.class)
                    .hasMessageNotContaining(secret)
                    .hasMessageNotContaining(text.substring(7, 27));
        }
    }

    @Test
    void tokenOfAnotherClusterSaysWhichAndWhatToDo() throws JoinException {
        JoinToken token = JoinToken.parse(TestTokens.text(valid().build()));

        assertThatThrownBy(() -> token.requireUsable(new ClusterId("west"), NOW))
                .hasMessage(
                        "join token: made for cluster east (expected: west); create one with: hanse token create west");
    }

    @Test
    void endedTokenNamesBothTimes() throws JoinException {
        JoinToken token = JoinToken.parse(TestTokens.text(valid().build()));

        assertThatThrownBy(() -> token.requireUsable(new ClusterId("east"), NOW.plusSeconds(900)))
                .hasMessageContaining("ended at 2026-11-23T12:15:00Z")
                .hasMessageContaining("check this host's clock");
    }

    @Test
    void printsNoSecret() throws JoinException {
        assertThat(JoinToken.parse(TestTokens.text(valid().build()))).asString().contains("secret=(secret)");
    }

    @Test
    void emptyFileIsCalledEmpty() {
        for (String text : new String[] {"", "\n", " \t\n"}) {
            assertThatThrownBy(() -> JoinToken.parse(text))
                    .isInstanceOf(JoinException.class)
                    .hasMessage("join token: empty (expected: in join-token-file, the one line that hanse token create"
                            + " printed)");
        }
    }
}
