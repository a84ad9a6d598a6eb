// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.net.identity.CaPin;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * What a joining gateway holds: {@code hanse1.} and the base64url of a {@code hanse.v1.JoinToken}.
 *
 * @param addresses of the control plane in order of preference, 1 to 16
 * @param caPin how the control plane is known on first contact
 * @param clusterSet the cluster set that the token admits to
 * @param cluster the cluster that may join
 * @param secret 32 octets; never printed
 * @param expiresAt when the token ends
 */
public record JoinToken(
        List<ControlPlaneAddress> addresses,
        CaPin caPin,
        String clusterSet,
        ClusterId cluster,
        JoinSecret secret,
        Instant expiresAt) {

    /** Most addresses of one control plane. */
    static final int MAX_ADDRESSES = 16;

    private static final String PREFIX = "hanse1.";
    private static final int MAX_CHARACTERS = 16_384;

    /** Copies the list and checks its size. */
    public JoinToken {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "addresses: " + addresses.size() + " (expected: 1 to " + MAX_ADDRESSES + ")");
        }
        ControlPlaneTrust.requireTrustDomain(clusterSet);
    }

    /**
     * Reads a token; white space around it is ignored.
     *
     * @throws JoinException that says what is wrong and never shows the token
     */
    public static JoinToken parse(String text) throws JoinException {
        String line = text.strip();
        if (line.isEmpty()) {
            throw new JoinException(
                    "join token: empty (expected: in join-token-file, the one line that hanse token create printed)");
        }
        if (!line.startsWith(PREFIX) || line.length() > MAX_CHARACTERS) {
            throw malformed("it does not begin with \"" + PREFIX + "\"");
        }
        try {
            return of(dev.hanse.proto.v1.JoinToken.parseFrom(decoded(line.substring(PREFIX.length()))));
        } catch (InvalidProtocolBufferException e) {
            throw malformed("it is cut or altered");
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /** The decoder's own message would show characters of the token. */
    private static byte[] decoded(String text) throws JoinException {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed("it is cut or altered");
        }
    }

    private static JoinToken of(dev.hanse.proto.v1.JoinToken token) {
        return new JoinToken(
                token.getAddressesList().stream()
                        .map(ControlPlaneAddress::parse)
                        .toList(),
                CaPin.of(token.getCaPin().toByteArray()),
                token.getClusterSet(),
                new ClusterId(token.getClusterId()),
                JoinSecret.of(token.getSecret().toByteArray()),
                Instant.ofEpochSecond(
                        token.getExpiresAt().getSeconds(), token.getExpiresAt().getNanos()));
    }

    /** Throws unless the token is for this cluster and has not ended: asked before anything is sent. */
    void requireUsable(ClusterId joining, Instant now) throws JoinException {
        if (!cluster.equals(joining)) {
            throw new JoinException("join token: made for cluster " + cluster + " (expected: " + joining
                    + "); create one with: hanse token create " + joining);
        }
        if (!now.isBefore(expiresAt)) {
            throw new JoinException("join token: ended at " + expiresAt + ", it is " + now
                    + " here (expected: a token that has not ended; check this host's clock or create one with:"
                    + " hanse token create " + joining + ")");
        }
    }

    private static JoinException malformed(String what) {
        return new JoinException(
                "join token: malformed, " + what + " (expected: the one line that hanse token create printed)");
    }
}
