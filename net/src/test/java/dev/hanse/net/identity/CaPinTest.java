// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hanse.net.testing.TestAuthority;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Protects the first contact: a root is known by its key and by nothing else. */
class CaPinTest {

    private final TestAuthority authority = new TestAuthority(Instant.now());

    @Test
    void isTheHashOfTheKeyInfo() {
        assertThat(CaPin.of(authority.root()).octets()).isEqualTo(authority.pin());
    }

    @Test
    void matchesItsRootOnly() {
        CaPin pin = CaPin.of(authority.pin());

        assertThat(pin.matches(authority.root())).isTrue();
        assertThat(pin.matches(new TestAuthority(Instant.now()).root())).isFalse();
        assertThat(pin.matches(authority.server("spiffe://demo/control-plane/cp-1")))
                .isFalse();
    }

    @Test
    void refusesAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CaPin.of(new byte[31]))
                .withMessage("CA pin: 31 octets (expected: 32)");
    }

    @Test
    void keepsAndGivesCopies() {
        byte[] octets = new byte[CaPin.OCTETS];
        CaPin pin = CaPin.of(octets);
        octets[0] = 1;
        pin.octets()[0] = 1;

        assertThat(pin.octets()).containsOnly(0);
    }

    @Test
    void isShownInHexadecimal() {
        assertThat(CaPin.of(authority.pin())).hasToString(HexFormat.of().formatHex(authority.pin()));
    }
}
