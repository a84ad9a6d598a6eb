// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where gateways reach the control plane. Thread-safe.
 *
 * <p>The port is known only once the server is bound, which is after everything that asks for addresses was built.
 */
final class Advertised implements Supplier<List<String>> {

    private static final Logger LOG = LoggerFactory.getLogger(Advertised.class);

    private final ControlPlaneConfig config;
    private volatile int port;
    private volatile Map<String, List<InetAddress>> addresses;

    Advertised(ControlPlaneConfig config) {
        this.config = config;
        this.port = config.listen().getPort();
        this.addresses = literals();
    }

    /** The server is bound to this port. */
    void bound(int real) {
        port = real;
    }

    private Map<String, List<InetAddress>> literals() {
        Map<String, List<InetAddress>> found = new HashMap<>();
        InetAddress listen = config.listen().getAddress();
        if (!listen.isAnyLocalAddress()) {
            found.put(listenHost(), List.of(listen));
        }
        for (String host : hosts()) {
            try {
                found.put(host, List.of(IpLiteral.parse(host)));
            } catch (IllegalArgumentException e) {
                LOG.debug("advertise: {} is a name", host, e);
            }
        }
        return Map.copyOf(found);
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

    /** The addresses behind these, as far as they are known: of names, once they were {@linkplain #resolve resolved}. */
    Set<InetAddress> addresses() {
        return addresses.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** Asks for the addresses behind names; blocks. A name that is not answered keeps the addresses that it had. */
    void resolve() {
        Map<String, List<InetAddress>> found = new HashMap<>(addresses);
        for (String host : hosts()) {
            try {
                found.put(host, List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                LOG.debug("advertise: {} has no address here", host, e);
            }
        }
        addresses = Map.copyOf(found);
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
