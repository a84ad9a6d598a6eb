// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.tun.TunOffloads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the operator's way to a fast tunnel: what the kernel lacks is said, with what is expected, and once. */
class KernelReportTest {

    private final List<String> lines = new ArrayList<>();
    private final KernelReport report = new KernelReport(lines::add);

    @Test
    void saysNothingWhereAllIsGranted() {
        report.device(new TunOffloads(true, true, true));
        report.port(true, true);
        assertThat(lines).isEmpty();
    }

    @Test
    void saysWhatTheDeviceLacks() {
        report.device(TunOffloads.NONE);
        report.device(new TunOffloads(true, false, false));
        report.device(new TunOffloads(true, true, false));
        assertThat(lines).hasSize(3).allMatch(line -> line.contains("(expected: "));
        assertThat(lines.get(0)).contains("no checksums");
        assertThat(lines.get(1)).contains("no TCP");
        assertThat(lines.get(2)).contains("no UDP").contains("Linux 6.2");
    }

    @Test
    void saysWhatThePortLacksOnceForAllWorkers() {
        for (int worker = 0; worker < 4; worker++) {
            report.port(false, false);
        }
        assertThat(lines)
                .containsExactly(
                        "this kernel sends one datagram per call (expected: UDP_SEGMENT, Linux 4.18);"
                                + " the tunnel is slower",
                        "this kernel receives one datagram per call (expected: UDP_GRO, Linux 5.0);"
                                + " the tunnel is slower");
    }
}
