// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.identity.KeyFile;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.net.keys.PresharedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the pre-shared key of each pair of gateways from one secret in the data directory, so that no key of a pair
 * is kept anywhere: HMAC-SHA-256 (RFC 2104) over both names and the times since which their keys hold. Thread-safe.
 */
final class DerivedPairKeys implements PairKeys {

    private static final int OCTETS = 32;
    private static final String LABEL = "hanse pair key 1";
    private static final String FINGERPRINT_LABEL = "hanse pair keys fingerprint 1";
    private static final int FINGERPRINT_OCTETS = 16;

    private final SecretKeySpec secret;

    private DerivedPairKeys(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Reads the secret, or makes it. */
    static DerivedPairKeys open(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[OCTETS];
            random.nextBytes(fresh);
            KeyFile.writeSecret(file, fresh);
        }
        byte[] found = Files.readAllBytes(file);
        if (found.length != OCTETS) {
            throw new IOException(file + ": " + found.length + " octets (expected: " + OCTETS
                    + "; restore it, or remove it and start again: all tunnels then take other keys)");
        }
        return new DerivedPairKeys(found);
    }

    @Override
    public PresharedKey of(GatewayMember one, GatewayMember other) {
        boolean ordered = one.id().compareTo(other.id()) <= 0;
        return PresharedKey.of(derive(LABEL + "\n" + name(ordered ? one : other) + "\n" + name(ordered ? other : one)));
    }

    /** Of another label than any key, so that it is no part of one. */
    @Override
    public String fingerprint() {
        return HexFormat.of().formatHex(derive(FINGERPRINT_LABEL), 0, FINGERPRINT_OCTETS);
    }

    private byte[] derive(String what) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static String name(GatewayMember gateway) {
        return gateway.id() + " " + gateway.keys().pairsSince();
    }
}
