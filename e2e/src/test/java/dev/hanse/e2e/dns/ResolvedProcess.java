// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * systemd-resolved without systemd: with a bus of its own, on a {@code /run} of its own that nobody else sees. What a unit would do is done by hand, line
 * by line as it is printed.
 */
final class ResolvedProcess {

    private static final String BUS = """
            <busconfig>
              <type>system</type>
              <listen>unix:path=/run/dbus/system_bus_socket</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/>
                <allow own="*"/>
                <allow send_type="method_call"/>
                <allow send_type="signal"/>
                <allow send_requested_reply="true" send_type="method_return"/>
                <allow send_requested_reply="true" send_type="error"/>
                <allow receive_type="method_call"/>
                <allow receive_type="method_return"/>
                <allow receive_type="error"/>
                <allow receive_type="signal"/>
              </policy>
            </busconfig>
            """;

    /** The daemon gives up root for a user of this name. */
    private static final String HOST = """
            set -e
            mount --make-rprivate /
            mount -t tmpfs tmpfs /run
            mkdir -p /run/dbus /run/systemd/resolve /run/systemd/resolved.conf.d
            cp /etc/passwd /etc/group /run
            grep -q '^systemd-resolve:' /run/passwd || echo 'systemd-resolve:x:992:992::/:/bin/false' >> /run/passwd
            grep -q '^systemd-resolve:' /run/group || echo 'systemd-resolve:x:992:' >> /run/group
            mount --bind /run/passwd /etc/passwd
            mount --bind /run/group /etc/group
            chown systemd-resolve:systemd-resolve /run/systemd/resolve
            printf '[Resolve]\\nDNS=%1$s\\n' > /run/systemd/resolved.conf.d/upstream.conf
            setpriv --pdeathsig KILL dbus-daemon --config-file=%2$s --nofork --nopidfile &
            until [ -S /run/dbus/system_bus_socket ]; do sleep 0.1; done
            exec systemd-resolved
            """;

    private static final String UNIT = "hanse-dns.service";

    private ResolvedProcess() {}

    static TestProcess start(TestHost host, Path folder, Path unit, String upstream) throws IOException {
        Path bus = Files.writeString(folder.resolve("bus.conf"), BUS);
        Path script = Files.writeString(folder.resolve("host.sh"), HOST.formatted(upstream, bus));
        TestProcess process = host.start(
                        "systemd-resolved",
                        Map.of("SYSTEMD_LOG_LEVEL", "info"),
                        List.of("unshare", "-m", "sh", script.toString()))
                .awaitLog("Using system hostname", LocalResolver.START);
        Files.copy(unit, folder.resolve(UNIT), StandardCopyOption.REPLACE_EXISTING);
        perform("ExecStart=", host, process, folder);
        return process;
    }

    /** What stopping the unit does. */
    static void stopUnit(TestHost host, TestProcess process, Path folder) throws IOException {
        perform("ExecStopPost=-", host, process, folder);
    }

    private static void perform(String key, TestHost host, TestProcess process, Path folder) throws IOException {
        String lines = Files.readAllLines(folder.resolve(UNIT)).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .collect(Collectors.joining("\n", "set -ex\n", "\n"));
        Path script = Files.writeString(folder.resolve("unit.sh"), lines);
        host.run("nsenter", "-t", Long.toString(process.pid()), "-m", "sh", script.toString())
                .orFail();
    }
}
