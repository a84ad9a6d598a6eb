// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects hosts from losing routes that they have from router advertisements. */
class AdvertisedRoutesTest {

    @Test
    void devicesOfRoutesThatRoutersAdvertised() {
        String zero = "0".repeat(32) + " 00 ";
        String gateway = zero + "fe800000000000000000000000000001 00000400 00000001 00000000 ";
        assertThat(AdvertisedRoutes.devices(
                        List.of(zero + gateway + "00450003     eth0", zero + gateway + "00000003     eth1", "")))
                .containsExactly("eth0");
    }

    @Test
    void aFileThatIsMissingOrNonsenseHasNone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ipv6_route");
        assertThat(AdvertisedRoutes.devices(file)).isEmpty();
        Files.writeString(file, "a b c d e f g h not-hexadecimal eth0\n");
        assertThat(AdvertisedRoutes.devices(file)).isEmpty();
    }
}
