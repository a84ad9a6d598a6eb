// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.connections.ServerLimits;
import dev.hanse.controlplane.exchange.LeaseTimes;
import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.net.address.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * How a control plane runs. Key names are those of the configuration file.
 *
 * @param clusterSet {@code cluster-set}: name of the cluster set, also the SPIFFE trust domain: labels joined by dots,
 *     at most 253 octets
 * @param name {@code name}: of this process within the cluster set; RFC 1123 label
 * @param dataDir {@code data-dir}: made at first start; holds the certificate authority's keys, the store and {@code
 *     operator/}
 * @param listen {@code listen}: where gRPC is served; port 0: any free port
 * @param advertise {@code advertise}: {@code host:port} under which gateways reach it, in order of preference, at most
 *     16; may be empty where {@code listen} names one address, which then stands for it
 * @param statusListen {@code status-listen}: where health and metrics are served over HTTP; port 0: any free port
 * @param leaseTimes of the exchange; not in the configuration file, shorter in tests
 * @param limits of connections and requests; not in the configuration file, smaller in tests
 */
public record ControlPlaneConfig(
        String clusterSet,
        String name,
        Path dataDir,
        InetSocketAddress listen,
        List<String> advertise,
        InetSocketAddress statusListen,
        LeaseTimes leaseTimes,
        ServerLimits limits) {

    /** Default of {@code data-dir}. */
    public static final Path DEFAULT_DATA_DIR = Path.of("/var/lib/hanse/control-plane");

    /** Default of {@code listen}: all addresses of the host. */
    public static final InetSocketAddress DEFAULT_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 9443);

    /** Default of {@code status-listen}: this host only. */
    public static final InetSocketAddress DEFAULT_STATUS_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9480);

    private static final int MAX_NAME_OCTETS = 253;
    private static final int MAX_ADDRESSES = 16;

    /** Checks names and addresses. */
    public ControlPlaneConfig {
        if (clusterSet.length() > MAX_NAME_OCTETS) {
            throw new IllegalArgumentException(
                    "cluster-set: " + clusterSet.length() + " characters (expected: at most " + MAX_NAME_OCTETS + ")");
        }
        for (String label : clusterSet.split("\\.", -1)) {
            DnsLabel.require("cluster-set", label);
        }
        DnsLabel.require("name", name);
        advertise = List.copyOf(advertise);
        if (advertise.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "advertise: " + advertise.size() + " addresses (expected: at most " + MAX_ADDRESSES + ")");
        }
        advertise.forEach(HostPort::parse);
        requireResolved("listen", listen);
        requireResolved("status-listen", statusListen);
        if (advertise.isEmpty() && listen.getAddress().isAnyLocalAddress()) {
            throw new IllegalArgumentException("advertise: empty (expected: at least one host:port, because listen "
                    + listen.getAddress().getHostAddress() + " does not say where gateways reach this control plane)");
        }
    }

    /** A control plane with the usual heartbeat and lease. */
    public ControlPlaneConfig(
            String clusterSet,
            String name,
            Path dataDir,
            InetSocketAddress listen,
            List<String> advertise,
            InetSocketAddress statusListen) {
        this(clusterSet, name, dataDir, listen, advertise, statusListen, LeaseTimes.DEFAULT);
    }

    /** A control plane with as many connections as the process has file descriptors for. */
    public ControlPlaneConfig(
            String clusterSet,
            String name,
            Path dataDir,
            InetSocketAddress listen,
            List<String> advertise,
            InetSocketAddress statusListen,
            LeaseTimes leaseTimes) {
        this(clusterSet, name, dataDir, listen, advertise, statusListen, leaseTimes, ServerLimits.ofThisProcess());
    }

    private static void requireResolved(String key, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(key + ": \"" + address.getHostString()
                    + "\" (expected: a literal address or a name that resolves)");
        }
    }
}
