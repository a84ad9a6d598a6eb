// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.linux.TwoSites.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects gateways of several addresses that listen on all of them, behind firewalls that know no answer but from the address that was called. */
final class CalledAddressIT {

    @RegisterExtension
    final TestLab lab = new TestLab();

    /** With the words of nftables for each, and another address of the same network. */
    private enum Family {
        IPV4(Plan.IPV4, "ip", "192.0.2.111"),
        IPV6(Plan.IPV6, "ip6", "2001:db8:53::111");

        private final Plan plan;
        private final String nft;
        private final String second;

        Family(Plan plan, String nft, String second) {
            this.plan = plan;
            this.nft = nft;
            this.second = second;
        }
    }

    @ParameterizedTest
    @EnumSource
    void framesLeaveFromTheAddressThatWasCalled(Family family) throws IOException {
        TwoSites sites = TwoSites.of(lab, family.plan);
        TestHost east = sites.east().gateway();
        String first = family.plan.onWan(11);
        String device = east.run("sh", "-c", "ip -o address show to " + first + " | cut -d ' ' -f 2")
                .orFail()
                .output()
                .strip();
        east.run("ip", "address", "add", family.second + "/" + family.plan.wanBits(), "dev", device, "nodad")
                .orFail();
        Path config = sites.east().folder().resolve("gateway.yaml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "advertise: [\"" + family.plan.literal(first) + ":",
                                "advertise: [\"" + family.plan.literal(family.second) + ":"));
        // East's first packets would come from where it is not called, were they not dropped either.
        sites.west()
                .gateway()
                .run(
                        "nft",
                        "add table inet t; add chain inet t in { type filter hook prerouting priority -300; }; add rule inet t in "
                                + family.nft + " saddr " + first + " udp sport 51820 drop")
                .orFail();
        sites.east().start().awaitLog("is ready after", TwoSites.LIMIT);
        sites.west().start().awaitLog("is ready after", TwoSites.LIMIT);
        sites.awaitPage();
    }
}
