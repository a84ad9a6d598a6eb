// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.linux.LinuxException;
import org.junit.jupiter.api.Test;

/** Protects what is told of one link: the same as in the list of all, and nothing where there is none. */
final class VxlanLinksTest {

    @Test
    void oneLinkIsFoundByItsNameAsItIsListed() throws LinuxException {
        assertThat(VxlanLinks.find("lo")).get().isIn(VxlanLinks.all());
        assertThat(VxlanLinks.find("lo")).get().returns(false, VxlanLink::ours);
        assertThat(VxlanLinks.find("hanse-no-such")).isEmpty();
    }
}
