// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.net.testing.TestAuthority;
import dev.hanse.proto.v1.JoinToken;
import java.time.Instant;
import java.util.Base64;

/** Join tokens, also such as no control plane would make. */
public final class TestTokens {

    private TestTokens() {}

    /** A token as the control plane of this authority would make it. */
    public static JoinToken.Builder token(TestAuthority authority, String cluster, Instant expiresAt) {
        return JoinToken.newBuilder()
                .addAddresses("127.0.0.1:9")
                .setCaPin(ByteString.copyFrom(authority.pin()))
                .setClusterSet("demo")
                .setClusterId(cluster)
                .setSecret(ByteString.copyFrom(new byte[32]))
                .setExpiresAt(Timestamp.newBuilder().setSeconds(expiresAt.getEpochSecond()));
    }

    /** As an operator gets it. */
    public static String text(JoinToken token) {
        return "hanse1." + Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
    }
}
