// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private keys that people give as files: PKCS#8 without a password in PEM (RFC 7468, section 10). */
public final class PrivateKeys {

    /**
     * The kind of {@link java.security.KeyStore} for a key on its way to TLS, which is never written. Java's own kind encrypts a key in memory too, by ten
     * thousand rounds of a hash when it is put in and again when it is taken out, for nobody.
     */
    public static final String KEY_STORE_IN_MEMORY = "JKS";

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = {'h', 'a', 'n', 's', 'e'};

    private PrivateKeys() {}

    /**
     * The first one in a text; empty: there is none.
     *
     * @param algorithm of the key, as {@code EC}
     * @throws GeneralSecurityException if it is no key of that kind; its message may show some of the key
     * @throws IllegalArgumentException if it is no base64
     */
    public static Optional<PrivateKey> read(String text, String algorithm) throws GeneralSecurityException {
        Matcher pem = PKCS8.matcher(text);
        if (!pem.find()) {
            return Optional.empty();
        }
        byte[] octets = Base64.getMimeDecoder().decode(pem.group(1));
        return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(octets)));
    }

    /**
     * Whether a key is that of a public one. Java has no other way to tell for keys of every kind than to use them.
     *
     * @param algorithm by which they sign, as {@code SHA256withECDSA}
     */
    public static boolean isOf(PublicKey open, PrivateKey secret, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
