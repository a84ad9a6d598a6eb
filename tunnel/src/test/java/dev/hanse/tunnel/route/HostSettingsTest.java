// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the operator's kernel settings: only what forwarding needs is changed. */
class HostSettingsTest {

    @TempDir
    private Path root;

    @Test
    void turnsForwardingOnAndStrictFilteringOff() throws IOException {
        write("ipv4/ip_forward", "0\n");
        write("ipv6/conf/all/forwarding", "0\n");
        write("ipv4/conf/all/rp_filter", "1\n");
        write("ipv4/conf/hanse0/rp_filter", "1\n");
        new HostSettings(root).prepare("hanse0", true);
        assertThat(read("ipv4/ip_forward")).isEqualTo("1");
        assertThat(read("ipv6/conf/all/forwarding")).isEqualTo("1");
        assertThat(read("ipv4/conf/hanse0/rp_filter")).isEqualTo("2");
        assertThat(read("ipv4/conf/all/rp_filter")).isEqualTo("1\n");
    }

    @Test
    void leavesAloneWhatIsFine() throws IOException {
        write("ipv4/ip_forward", "1\n");
        write("ipv6/conf/all/forwarding", "0\n");
        write("ipv4/conf/all/rp_filter", "0\n");
        write("ipv4/conf/hanse0/rp_filter", "0\n");
        new HostSettings(root).prepare("hanse0", false);
        assertThat(read("ipv4/ip_forward")).isEqualTo("1\n");
        assertThat(read("ipv6/conf/all/forwarding")).isEqualTo("0\n");
        assertThat(read("ipv4/conf/hanse0/rp_filter")).isEqualTo("0\n");
    }

    @Test
    void keepsTheRoutesThatRoutersHaveAdvertised() throws IOException {
        write("ipv4/ip_forward", "1\n");
        write("ipv6/conf/all/forwarding", "0\n");
        write("ipv6/conf/eth0/accept_ra", "1\n");
        write("ipv6/conf/eth1/accept_ra", "0\n");
        write("ipv6/conf/eth2/accept_ra", "1\n");
        new HostSettings(root, () -> List.of("eth0", "eth1")).prepare("hanse0", true);
        assertThat(read("ipv6/conf/eth0/accept_ra")).isEqualTo("2");
        assertThat(read("ipv6/conf/eth1/accept_ra")).isEqualTo("0\n");
        assertThat(read("ipv6/conf/eth2/accept_ra")).isEqualTo("1\n");
    }

    @Test
    void goesOnWhereNothingCanBeSet() {
        new HostSettings(root.resolve("missing")).prepare("hanse0", true);
        assertThat(root.resolve("missing")).doesNotExist();
    }

    private void write(String setting, String value) throws IOException {
        Files.createDirectories(root.resolve(setting).getParent());
        Files.writeString(root.resolve(setting), value);
    }

    private String read(String setting) throws IOException {
        return Files.readString(root.resolve(setting));
    }
}
