// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.net.LinuxDatagramPort;
import dev.hanse.tunnel.tun.LinuxTunDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Protects a start where Java may not call the system: the UDP edge falls back, the device says in one line what is missing. */
class NativeAccessTest {

    @Test
    void withoutPermissionThePortIsUnavailableAndTheDeviceSaysWhatIsExpected() throws Exception {
        assertThat(run("--illegal-native-access=deny"))
                .containsExactly(
                        "native edge: false",
                        "TUN device none0: this Java run time may not call the system (expected: the option"
                                + " --enable-native-access=ALL-UNNAMED, on Linux with the GNU C library)");
    }

    private static List<String> run(String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(option, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(Probe.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.lines().filter(line -> !line.startsWith("SLF4J")).toList();
    }

    /** What a start asks for, without a tunnel around it. */
    static final class Probe {

        private Probe() {}

        public static void main(String[] args) {
            System.out.println("native edge: " + LinuxDatagramPort.available());
            try {
                LinuxTunDevice.open("none0", 1).close();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
