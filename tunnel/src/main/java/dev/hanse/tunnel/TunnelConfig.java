// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.CpuAffinity;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a tunnel endpoint runs. Every worker {@code i} has a TUN queue and UDP port {@code listen.port + i} of its own.
 *
 * @param device name of the TUN device, 1 to 15 octets as Linux allows
 * @param listen local UDP address of worker 0; the unspecified address listens on all (IPv6 {@code ::} takes IPv4 too)
 * @param localPrefixes pod and service prefixes of this cluster: what peers may send to
 * @param ciphers what this endpoint takes, best first; {@link CipherSuite#CHACHA20_POLY1305} is always taken, listed or not
 * @param workers data workers, 1 to 16; all gateways of a cluster set need the same number
 * @param engine which implementation of the ciphers
 * @param edge which form of the UDP edge
 * @param mtu inner MTU in octets, 1280 to 9000; empty: by the MTU of the device behind {@code listen}
 * @param tunQueueLength packets that may wait in the TUN device per queue, 16 to 100000
 * @param socketBufferOctets send and receive buffer of each UDP socket, 65536 to 2^29
 * @param cpus the processor of each worker, in order; empty: the system chooses
 */
public record TunnelConfig(
        String device,
        InetSocketAddress listen,
        List<IpPrefix> localPrefixes,
        List<CipherSuite> ciphers,
        int workers,
        EngineChoice engine,
        Edge edge,
        OptionalInt mtu,
        int tunQueueLength,
        int socketBufferOctets,
        List<Integer> cpus) {

    /** Most data workers. */
    public static final int MAX_WORKERS = 16;

    /** Default of {@code tunQueueLength}. */
    public static final int TUN_QUEUE_LENGTH = 1000;

    /** Least packets that may wait in the TUN device. */
    public static final int MIN_TUN_QUEUE_LENGTH = 16;

    /** Most packets that may wait in the TUN device. */
    public static final int MAX_TUN_QUEUE_LENGTH = 100_000;

    /**
     * Default of {@code socketBufferOctets}. The kernel counts double, hence 2 MiB: a millisecond and a half at 10 Gbit/s. What does not fit is dropped,
     * and senders slow down; a larger buffer would fill all the same and let everybody's packets stand in it.
     */
    public static final int SOCKET_BUFFER_OCTETS = 1 << 20;

    /** Smallest socket buffer: one burst. */
    public static final int MIN_SOCKET_BUFFER_OCTETS = 1 << 16;

    /** Largest socket buffer. */
    public static final int MAX_SOCKET_BUFFER_OCTETS = 1 << 29;

    /** Smallest inner MTU: what IPv6 asks of every link (RFC 8200, section 5). */
    public static final int MIN_MTU = 1280;

    /** Largest inner MTU. */
    public static final int MAX_MTU = 9000;

    private static final int DEVICE_NAME_OCTETS = 15;

    /** Form of the UDP edge. */
    public enum Edge {
        /** Native where the kernel allows, else portable. */
        AUTO,
        /** Sockets by system calls, with segmentation offload; start fails where that is impossible. */
        NATIVE,
        /** Vert.x datagram sockets; slower, needs no offloads. */
        PORTABLE
    }

    /** Checks every value. */
    public TunnelConfig {
        localPrefixes = List.copyOf(localPrefixes);
        ciphers = List.copyOf(ciphers);
        checkDevice(device);
        checkListen(listen, workers);
        check("ciphers", ciphers.size(), 1, CipherSuite.values().length);
        check("workers", workers, 1, MAX_WORKERS);
        mtu.ifPresent(value -> check("mtu", value, MIN_MTU, MAX_MTU));
        check("tun-queue-length", tunQueueLength, MIN_TUN_QUEUE_LENGTH, MAX_TUN_QUEUE_LENGTH);
        check("socket-buffer-octets", socketBufferOctets, MIN_SOCKET_BUFFER_OCTETS, MAX_SOCKET_BUFFER_OCTETS);
        cpus = List.copyOf(cpus);
        checkCpus(cpus, workers);
        if (ciphers.stream().distinct().count() != ciphers.size()) {
            throw new IllegalArgumentException("ciphers: " + ciphers + " (expected: each once)");
        }
    }

    /** A configuration with the defaults: both ciphers, one worker, everything else automatic. */
    public static TunnelConfig of(String device, InetSocketAddress listen, List<IpPrefix> localPrefixes) {
        return new TunnelConfig(
                device,
                listen,
                localPrefixes,
                List.of(CipherSuite.AES_256_GCM, CipherSuite.CHACHA20_POLY1305),
                1,
                EngineChoice.AUTO,
                Edge.AUTO,
                OptionalInt.empty(),
                TUN_QUEUE_LENGTH,
                SOCKET_BUFFER_OCTETS,
                List.of());
    }

    /** The same with other ciphers, best first. */
    public TunnelConfig withCiphers(List<CipherSuite> value) {
        return new TunnelConfig(
                device,
                listen,
                localPrefixes,
                value,
                workers,
                engine,
                edge,
                mtu,
                tunQueueLength,
                socketBufferOctets,
                cpus);
    }

    /** The same with other sizes of the queues at both edges. */
    public TunnelConfig withQueues(int tunPackets, int socketOctets) {
        return new TunnelConfig(
                device, listen, localPrefixes, ciphers, workers, engine, edge, mtu, tunPackets, socketOctets, cpus);
    }

    /** The same with every worker pinned to a processor, in order; none: the system chooses. */
    public TunnelConfig withCpus(List<Integer> value) {
        return new TunnelConfig(
                device,
                listen,
                localPrefixes,
                ciphers,
                workers,
                engine,
                edge,
                mtu,
                tunQueueLength,
                socketBufferOctets,
                value);
    }

    /** The same with another number of data workers. */
    public TunnelConfig withWorkers(int value) {
        return new TunnelConfig(
                device,
                listen,
                localPrefixes,
                ciphers,
                value,
                engine,
                edge,
                mtu,
                tunQueueLength,
                socketBufferOctets,
                cpus);
    }

    /** The same with another implementation of the ciphers. */
    public TunnelConfig withEngine(EngineChoice value) {
        return new TunnelConfig(
                device,
                listen,
                localPrefixes,
                ciphers,
                workers,
                value,
                edge,
                mtu,
                tunQueueLength,
                socketBufferOctets,
                cpus);
    }

    /** The same with another form of the UDP edge. */
    public TunnelConfig withEdge(Edge value) {
        return new TunnelConfig(
                device,
                listen,
                localPrefixes,
                ciphers,
                workers,
                engine,
                value,
                mtu,
                tunQueueLength,
                socketBufferOctets,
                cpus);
    }

    /** The same with a fixed inner MTU in octets. */
    public TunnelConfig withMtu(int value) {
        return new TunnelConfig(
                device,
                listen,
                localPrefixes,
                ciphers,
                workers,
                engine,
                edge,
                OptionalInt.of(value),
                tunQueueLength,
                socketBufferOctets,
                cpus);
    }

    private static void checkDevice(String device) {
        int octets = device.getBytes(StandardCharsets.UTF_8).length;
        if (octets < 1 || octets > DEVICE_NAME_OCTETS || !device.matches("[A-Za-z0-9_.-]+") || device.matches("\\.+")) {
            throw new IllegalArgumentException("device: \"" + device + "\" (expected: 1 to " + DEVICE_NAME_OCTETS
                    + " letters, digits, dots, underscores or hyphens)");
        }
    }

    private static void checkListen(InetSocketAddress listen, int workers) {
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException(
                    "listen: \"" + listen.getHostString() + "\" (expected: a literal IPv4 or IPv6 address)");
        }
        if (listen.getPort() < 1 || listen.getPort() + workers - 1 > 65_535) {
            throw new IllegalArgumentException("listen: port " + listen.getPort() + " with " + workers
                    + " workers (expected: 1 to " + (65_536 - workers) + ")");
        }
    }

    private static void checkCpus(List<Integer> cpus, int workers) {
        if (!cpus.isEmpty()
                && (cpus.size() != workers || cpus.stream().distinct().count() != workers)) {
            throw new IllegalArgumentException(
                    "cpus: " + cpus + " (expected: none, or one for each of " + workers + " workers, each once)");
        }
        cpus.forEach(cpu -> check("cpus", cpu, 0, CpuAffinity.MAX_CPU));
    }

    private static void check(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + low + " to " + high + ")");
        }
    }
}
