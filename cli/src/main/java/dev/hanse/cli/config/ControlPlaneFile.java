// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.controlplane.ControlPlaneConfig;
import dev.hanse.discovery.yaml.SocketAddressText;
import dev.hanse.net.yaml.YamlMapping;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** {@code control-plane.yaml}. Relative paths count from the folder of the file. */
public final class ControlPlaneFile {

    /** Default of {@code data-dir}. */
    static final Path DEFAULT_DATA_DIR = Path.of("/var/lib/hanse/control-plane");

    /** Default of {@code listen}: all addresses of the host. */
    static final InetSocketAddress DEFAULT_LISTEN = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 9443);

    /** Default of {@code status-listen}: this host only. */
    static final InetSocketAddress DEFAULT_STATUS_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9480);

    private ControlPlaneFile() {}

    /**
     * Reads the file.
     *
     * @throws dev.hanse.cli.output.CommandFailure with the place and what was expected
     */
    public static ControlPlaneConfig read(Path file) {
        return ConfigFile.read(file, root -> config(root, file.toAbsolutePath().resolveSibling("")::resolve));
    }

    private static ControlPlaneConfig config(YamlMapping root, Function<String, Path> path) {
        String clusterSet = root.text("cluster-set");
        String name = root.text("name");
        Path dataDir = root.optionalValue("data-dir", path).orElse(DEFAULT_DATA_DIR);
        InetSocketAddress listen =
                root.optionalValue("listen", SocketAddressText::parseLiteral).orElse(DEFAULT_LISTEN);
        List<String> advertise = root.values("advertise", Function.identity());
        InetSocketAddress statusListen = root.optionalValue("status-listen", SocketAddressText::parseLiteral)
                .orElse(DEFAULT_STATUS_LISTEN);
        root.rejectUnknown();
        return new ControlPlaneConfig(clusterSet, name, dataDir, listen, advertise, statusListen);
    }
}
