// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Protects what files of keys are read as: the key of the certificate beside it, or nothing. */
final class PrivateKeysTest {

    private static final String ECDSA = "SHA256withECDSA";

    private final KeyPair pair = pair();
    private final String text = "of somebody\n-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKeyIsReadAndIsThatOfItsOtherHalfAlone() throws GeneralSecurityException {
        var read = PrivateKeys.read(text, "EC").orElseThrow();
        assertThat(read).isEqualTo(pair.getPrivate());
        assertThat(PrivateKeys.isOf(pair.getPublic(), read, ECDSA)).isTrue();
        assertThat(PrivateKeys.isOf(pair().getPublic(), read, ECDSA)).isFalse();
    }

    @Test
    void anotherKindOrFormIsNone() throws GeneralSecurityException {
        assertThat(PrivateKeys.read(text.replace("PRIVATE", "EC PRIVATE"), "EC"))
                .isEmpty();
        assertThatThrownBy(() -> PrivateKeys.read(text, "RSA")).isInstanceOf(GeneralSecurityException.class);
        assertThat(PrivateKeys.isOf(pair.getPublic(), pair.getPrivate(), "SHA256withRSA"))
                .isFalse();
    }
}
