// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.controlplane.identity.CertificateRequest.InvalidRequestException;
import dev.hanse.controlplane.testing.TestKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Protects the authority from requests that are not what they should be. */
class CertificateRequestTest {

    @Test
    void takesKeyOfASoundRequest() {
        TestKey key = TestKey.fresh();

        assertThat(CertificateRequest.parse(key.csr()).publicKey())
                .isEqualTo(key.pair().getPublic());
    }

    @Test
    void refusesSignatureOfAnotherKey() {
        assertRefused(TestKey.fresh().csrSignedBy(TestKey.fresh()), "signature");
    }

    @Test
    void refusesAnotherCurve() {
        assertRefused(TestKey.onCurve("secp384r1").csr(), "P-256");
    }

    @Test
    void refusesSignaturesWithSha1() {
        assertRefused(TestKey.fresh().csr("SHA1withECDSA"), "ECDSA with SHA-256, SHA-384 or SHA-512");
        assertRefused(TestKey.fresh().csr("SHA224withECDSA"), "ECDSA with SHA-256, SHA-384 or SHA-512");
        for (String accepted : new String[] {"SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA"}) {
            assertThat(CertificateRequest.parse(TestKey.fresh().csr(accepted))).isNotNull();
        }
    }

    @Test
    void refusesEmptyAndOversizeRequests() {
        assertRefused(new byte[0], "octets");
        assertRefused(new byte[8 * 1024 + 1], "octets");
    }

    @Property(tries = 200)
    void refusesDamagedRequests(@ForAll @Size(max = 200) byte[] garbage) {
        assertRefused(garbage, "certificate request");
    }

    @Property(tries = 200)
    void refusesRequestsWithOneOctetChanged(@ForAll int seed) {
        byte[] request = TestKey.fresh().csr();
        int at = Math.floorMod(seed, request.length);
        request[at] ^= 0x55;
        try {
            // A change in what is not signed over may leave it sound; it must never pass as another key.
            CertificateRequest.parse(request);
        } catch (InvalidRequestException expected) {
            assertThat(expected).hasMessageContaining("certificate request");
        }
    }

    private static void assertRefused(byte[] der, String expectation) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> CertificateRequest.parse(der))
                .withMessageContaining(expectation);
    }
}
