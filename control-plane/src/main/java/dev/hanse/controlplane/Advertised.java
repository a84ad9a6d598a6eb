// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.net.address.HostPort;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where gateways reach the control plane. Thread-safe.
 *
 * <p>The port is known only once the server is bound, which is after everything that asks for addresses was built.
 */
final class Advertised implements Supplier<List<String>> {

    private final ControlPlaneConfig config;
    private volatile int port;

    Advertised(ControlPlaneConfig config) {
        this.config = config;
        this.port = config.listen().getPort();
    }

    /** The server is bound to this port. */
    void bound(int real) {
        port = real;
    }

    /** Names and addresses without ports, for the server's certificate. */
    List<String> hosts() {
        return config.advertise().isEmpty()
                ? List.of(listenHost())
                : config.advertise().stream()
                        .map(each -> HostPort.parse(each).host())
                        .distinct()
                        .toList();
    }

    private String listenHost() {
        return config.listen().getAddress().getHostAddress();
    }

    @Override
    public List<String> get() {
        if (!config.advertise().isEmpty()) {
            return config.advertise();
        }

        String host = listenHost();
        return List.of(HostPort.format(host, port));
    }
}
