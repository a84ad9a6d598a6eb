// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.linux.CpuAffinity;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How a tunnel endpoint runs. Every worker {@code i} has a TUN queue and UDP port {@code listen.port + i} of its own. Messages name the key as an
 * operator writes it.
 *
 * @param device key {@code tunnel.device}: name of the TUN device, 1 to 15 octets as Linux allows
 * @param listen key {@code tunnel.listen}: local UDP address of worker 0; the unspecified address listens on all (IPv6 {@code ::} takes IPv4 too)
 * @param ciphers key {@code tunnel.ciphers}: what this endpoint takes, best first; {@link CipherSuite#CHACHA20_POLY1305} is always taken, listed or not
 * @param workers key {@code tunnel.workers}: data workers, 1 to 16; all gateways of a cluster set need the same number
 * @param cpus key {@code tunnel.cpus}: the processor of each worker, in order; empty: the system chooses
 * @param tunQueueLength key {@code tunnel.tun-queue-length}: packets that may wait in the TUN device per queue, 16 to 100000
 * @param socketBufferOctets key {@code tunnel.socket-buffer-octets}: send and receive buffer of each UDP socket, 65536 to 2^29
 * @param engine key {@code tunnel.engine}: which implementation of the ciphers
 * @param edge key {@code tunnel.edge}: which form of the UDP edge
 * @param mtu key {@code tunnel.mtu}: longest packet of a pod to any peer in octets, 1280 to 9000; empty: what the MTU of the device behind {@code listen} leaves, and what each path takes as is measured
 */
public record TunnelConfig(
        String device,
        InetSocketAddress listen,
        List<CipherSuite> ciphers,
        int workers,
        List<Integer> cpus,
        int tunQueueLength,
        int socketBufferOctets,
        EngineChoice engine,
        Edge edge,
        OptionalInt mtu) {

    /** Most data workers. */
    public static final int MAX_WORKERS = 16;

    /** Least packets that may wait in the TUN device. */
    public static final int MIN_TUN_QUEUE_LENGTH = 16;

    /** Most packets that may wait in the TUN device. */
    public static final int MAX_TUN_QUEUE_LENGTH = 100_000;

    /** Smallest socket buffer: one burst. */
    public static final int MIN_SOCKET_BUFFER_OCTETS = 1 << 16;

    /** Largest socket buffer. */
    public static final int MAX_SOCKET_BUFFER_OCTETS = 1 << 29;

    /** Smallest inner MTU: what IPv6 asks of every link (RFC 8200, section 5). */
    public static final int MIN_MTU = 1280;

    /** Largest inner MTU. */
    public static final int MAX_MTU = 9000;

    private static final int TUN_QUEUE_LENGTH = 1000;

    /**
     * The kernel counts double, hence 2 MiB: a millisecond and a half at 10 Gbit/s. What does not fit is dropped, and senders slow down; a larger
     * buffer would fill all the same and let everybody's packets stand in it.
     */
    private static final int SOCKET_BUFFER_OCTETS = 1 << 20;

    /** IFNAMSIZ of Linux less the final zero. */
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_.-]{1,15}");

    /** All addresses of the host, the port that WireGuard uses, and the defaults of {@link #of}. */
    public static final TunnelConfig DEFAULT =
            of("hanse0", new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 51_820));

    /** Form of the UDP edge. */
    public enum Edge {
        /** Native where the kernel allows, else portable. */
        AUTO,
        /** Sockets by system calls, with segmentation offload; start fails where that is impossible. */
        NATIVE,
        /** Vert.x datagram sockets; slower, needs no offloads. */
        PORTABLE
    }

    /** Checks every value and copies the lists. */
    public TunnelConfig {
        ciphers = List.copyOf(ciphers);
        cpus = List.copyOf(cpus);
        requireDevice(device);
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException(
                    "tunnel.listen: \"" + listen.getHostString() + "\" (expected: a literal IPv4 or IPv6 address)");
        }
        require("tunnel.ciphers", ciphers.size(), 1, CipherSuite.values().length);
        if (ciphers.stream().distinct().count() != ciphers.size()) {
            throw new IllegalArgumentException("tunnel.ciphers: " + ciphers + " (expected: each once)");
        }
        require("tunnel.workers", workers, 1, MAX_WORKERS);
        require("tunnel.tun-queue-length", tunQueueLength, MIN_TUN_QUEUE_LENGTH, MAX_TUN_QUEUE_LENGTH);
        require("tunnel.socket-buffer-octets", socketBufferOctets, MIN_SOCKET_BUFFER_OCTETS, MAX_SOCKET_BUFFER_OCTETS);
        mtu.ifPresent(value -> require("tunnel.mtu", value, MIN_MTU, MAX_MTU));
        requireCpus(cpus, workers);
    }

    /** Both ciphers, AES first as it costs half on a CPU with AES instructions, one worker, everything else automatic. */
    public static TunnelConfig of(String device, InetSocketAddress listen) {
        return new TunnelConfig(
                device,
                listen,
                List.of(CipherSuite.AES_256_GCM, CipherSuite.CHACHA20_POLY1305),
                1,
                List.of(),
                TUN_QUEUE_LENGTH,
                SOCKET_BUFFER_OCTETS,
                EngineChoice.AUTO,
                Edge.AUTO,
                OptionalInt.empty());
    }

    /** The same with other ciphers, best first. */
    public TunnelConfig withCiphers(List<CipherSuite> value) {
        return new TunnelConfig(
                device, listen, value, workers, cpus, tunQueueLength, socketBufferOctets, engine, edge, mtu);
    }

    /** The same with other sizes of the queues at both edges. */
    public TunnelConfig withQueues(int tunPackets, int socketOctets) {
        return new TunnelConfig(device, listen, ciphers, workers, cpus, tunPackets, socketOctets, engine, edge, mtu);
    }

    /** The same with every worker pinned to a processor, in order; none: the system chooses. */
    public TunnelConfig withCpus(List<Integer> value) {
        return new TunnelConfig(
                device, listen, ciphers, workers, value, tunQueueLength, socketBufferOctets, engine, edge, mtu);
    }

    /** The same with another number of data workers. */
    public TunnelConfig withWorkers(int value) {
        return new TunnelConfig(
                device, listen, ciphers, value, cpus, tunQueueLength, socketBufferOctets, engine, edge, mtu);
    }

    /** The same with another implementation of the ciphers. */
    public TunnelConfig withEngine(EngineChoice value) {
        return new TunnelConfig(
                device, listen, ciphers, workers, cpus, tunQueueLength, socketBufferOctets, value, edge, mtu);
    }

    /** The same with another form of the UDP edge. */
    public TunnelConfig withEdge(Edge value) {
        return new TunnelConfig(
                device, listen, ciphers, workers, cpus, tunQueueLength, socketBufferOctets, engine, value, mtu);
    }

    /** The same with a fixed inner MTU in octets. */
    public TunnelConfig withMtu(int value) {
        return new TunnelConfig(
                device,
                listen,
                ciphers,
                workers,
                cpus,
                tunQueueLength,
                socketBufferOctets,
                engine,
                edge,
                OptionalInt.of(value));
    }

    /**
     * Checks the name of a device.
     *
     * @throws IllegalArgumentException if Linux refuses it
     */
    public static void requireDevice(String device) {
        if (!DEVICE.matcher(device).matches()) {
            throw new IllegalArgumentException(
                    "tunnel.device: \"" + device + "\" (expected: 1 to 15 letters, digits, '_', '-' or '.')");
        }
    }

    /**
     * Checks what is looked at only when an endpoint starts; a configuration that is merely read may have it.
     *
     * @throws IllegalArgumentException if no endpoint can run so
     */
    void requireStartable() {
        if (device.matches("\\.+")) {
            throw new IllegalArgumentException(
                    "device: \"" + device + "\" (expected: 1 to 15 letters, digits, dots, underscores or hyphens)");
        }
        if (listen.getPort() < 1 || listen.getPort() + workers - 1 > 65_535) {
            throw new IllegalArgumentException("listen: port " + listen.getPort() + " with " + workers
                    + " workers (expected: 1 to " + (65_536 - workers) + ")");
        }
    }

    private static void requireCpus(List<Integer> cpus, int workers) {
        if (!cpus.isEmpty()
                && (cpus.size() != workers || cpus.stream().distinct().count() != workers)) {
            throw new IllegalArgumentException(
                    "tunnel.cpus: " + cpus + " (expected: one for each of " + workers + " workers, each once)");
        }
        cpus.forEach(cpu -> require("tunnel.cpus", cpu, 0, CpuAffinity.MAX_CPU));
    }

    private static void require(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
