// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.discovery.contract.Times;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.JoinToken;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * A join token as one line of text: {@code hanse1.} and a JoinToken message in base64url without padding (RFC 4648
 * section 5).
 */
final class JoinTokenText {

    private static final String PREFIX = "hanse1.";

    private JoinTokenText() {}

    /** Writes a token. The result is secret. */
    static String encode(
            List<String> addresses,
            byte[] caPin,
            String clusterSet,
            ClusterId cluster,
            byte[] secret,
            Instant expiresAt) {
        JoinToken token = JoinToken.newBuilder()
                .addAllAddresses(addresses)
                .setCaPin(ByteString.copyFrom(caPin))
                .setClusterSet(clusterSet)
                .setClusterId(cluster.value())
                .setSecret(ByteString.copyFrom(secret))
                .setExpiresAt(Times.toMessage(expiresAt))
                .build();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
    }

    /**
     * Reads a token.
     *
     * @throws IllegalArgumentException if the text is none; the message does not repeat it
     */
    static JoinToken decode(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "join token: does not begin with " + PREFIX + " (expected: the whole line)");
        }
        try {
            return JoinToken.parseFrom(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("join token: damaged (expected: the whole line, as it was shown)", e);
        }
    }
}
