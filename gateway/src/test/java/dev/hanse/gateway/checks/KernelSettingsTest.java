// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects operators from settings of the kernel that lose every packet unseen. */
class KernelSettingsTest {

    private static final String ANY = "0".repeat(32);

    @TempDir
    Path root;

    @BeforeEach
    void good() throws IOException {
        set("ipv4/ip_forward", "1");
        set("ipv4/conf/all/rp_filter", "0");
        set("ipv4/conf/hanse0/rp_filter", "0");
        set("ipv4/conf/hanse0/forwarding", "1");
        set("ipv6/conf/all/forwarding", "1");
        set("ipv6/conf/hanse0/forwarding", "1");
        set("ipv6/conf/eth0/forwarding", "1");
        set("ipv6/conf/eth0/accept_ra", "1");
        set("ipv6/conf/eth1/forwarding", "1");
        set("ipv6/conf/eth1/accept_ra", "1");
    }

    @Test
    void goodSettingsAreNoFinding() {
        assertThat(findings("10.1.0.0/16", "fd00:1::/64")).isEmpty();
    }

    @Test
    void forwardingThatIsOffIsNamedForTheFamiliesOfThePods() throws IOException {
        set("ipv4/ip_forward", "0");
        set("ipv6/conf/all/forwarding", "0");

        assertThat(findings("10.1.0.0/16"))
                .extracting(Finding::remedy)
                .containsExactly("sysctl -w net.ipv4.ip_forward=1");
        assertThat(findings("fd00:1::/64"))
                .extracting(Finding::remedy)
                .containsExactly("sysctl -w net.ipv6.conf.all.forwarding=1");
    }

    @Test
    void strictReversePathFilterOfTheDeviceIsNamedAndTheLooseOneWins() throws IOException {
        set("ipv4/conf/all/rp_filter", "1");
        assertThat(findings("10.1.0.0/16")).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Finding.Code.REVERSE_PATH_STRICT);
            assertThat(finding.remedy()).isEqualTo("sysctl -w net.ipv4.conf.hanse0.rp_filter=2");
        });
        set("ipv4/conf/hanse0/rp_filter", "2");
        assertThat(findings("10.1.0.0/16")).isEmpty();
    }

    @Test
    void ignoredRouterAdvertisementsAreNamedWhereSomeWereTaken() throws IOException {
        String route = " 00 " + ANY + " 00 fe800000000000000000000000000001 00000400 00000001 00000000 ";
        Files.writeString(
                root.resolve("ipv6_route"), ANY + route + "00450003     eth0\n" + ANY + route + "00000003     eth1\n");
        assertThat(findings("fd00:1::/64")).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Finding.Code.ROUTER_ADVERTISEMENTS_IGNORED);
            assertThat(finding.remedy()).isEqualTo("sysctl -w net.ipv6.conf.eth0.accept_ra=2");
        });
        set("ipv6/conf/eth0/accept_ra", "2");
        assertThat(findings("fd00:1::/64")).isEmpty();
    }

    private List<Finding> findings(String... pods) {
        return new KernelSettings(
                        root,
                        root,
                        "hanse0",
                        List.of(pods).stream().map(IpPrefix::parse).toList())
                .findings();
    }

    private void set(String setting, String value) throws IOException {
        Path file = root.resolve(setting);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value + "\n");
    }
}
