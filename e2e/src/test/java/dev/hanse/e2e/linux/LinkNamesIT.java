// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects a VXLAN device of ours from being taken for another link that has its name as an alternative one. */
final class LinkNamesIT {

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void anAlternativeNameIsNotTheName() throws IOException {
        TestHost host = lab.host("named");
        host.ip("link", "property", "add", "dev", "lo", "altname", VxlanLinks.NAME);
        assertThat(host.ip("link", "show", VxlanLinks.NAME)).contains("lo:");
        assertThat(host.call(() -> VxlanLinks.find("lo"))).isPresent();
        assertThat(host.call(() -> VxlanLinks.find(VxlanLinks.NAME))).isEmpty();
    }
}
