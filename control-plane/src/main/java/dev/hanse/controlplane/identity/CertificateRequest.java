// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A checked PKCS#10 request (RFC 2986): within the limit of size, for a P-256 key, signed by that key. Subject and extensions
 * are ignored, because the authority sets them.
 *
 * @param publicKey to be certified
 */
public record CertificateRequest(PublicKey publicKey) {

    private static final int MAX_OCTETS = 8 * 1024;

    /** RFC 5758 section 3.2. SHA-1 proves nothing any more, and nobody needs SHA-224. */
    private static final Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512);

    /** SHA-256 over the key's SubjectPublicKeyInfo, in lower-case hexadecimal: tells keys apart where they are not kept. */
    public String keyHash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Reads and checks a request.
     *
     * @param der the request
     * @throws InvalidRequestException if it is not acceptable
     */
    public static CertificateRequest parse(byte[] der) {
        if (der.length == 0 || der.length > MAX_OCTETS) {
            throw new InvalidRequestException(der.length + " octets (expected: 1 to " + MAX_OCTETS + ")");
        }
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            PublicKey key = p256(request.getSubjectPublicKeyInfo());
            requireSha2(request.getSignatureAlgorithm());
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new InvalidRequestException("the signature does not match (expected: signed by the key in it)");
            }
            return new CertificateRequest(key);
        } catch (InvalidRequestException e) {
            throw e;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new InvalidRequestException("unreadable (expected: PKCS#10 in DER, EC P-256, ECDSA with SHA-2)", e);
        } catch (ClassCastException | IllegalArgumentException | IllegalStateException e) {
            // What the parser throws on input that is no ASN.1 of the expected shape.
            throw new InvalidRequestException("malformed (expected: PKCS#10 in DER)", e);
        }
    }

    private static void requireSha2(AlgorithmIdentifier signature) {
        if (!SIGNATURES.contains(signature.getAlgorithm())) {
            throw new InvalidRequestException("signed by algorithm " + signature.getAlgorithm()
                    + " (expected: ECDSA with SHA-256, SHA-384 or SHA-512)");
        }
    }

    private static PublicKey p256(SubjectPublicKeyInfo info) throws IOException, GeneralSecurityException {
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        boolean rsa = algorithm.equals(PKCSObjectIdentifiers.rsaEncryption);
        if (!algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                || !X9ObjectIdentifiers.prime256v1.equals(info.getAlgorithm().getParameters())) {
            throw new InvalidRequestException(
                    "key of another kind" + (rsa ? ": RSA" : "") + " (expected: EC on curve P-256)");
        }
        return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
    }

    /** A request that the authority does not accept. */
    public static final class InvalidRequestException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        InvalidRequestException(String message) {
            super("certificate request: " + message);
        }

        InvalidRequestException(String message, Throwable cause) {
            super("certificate request: " + message, cause);
        }
    }
}
