// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.net.linux.CpuAffinity;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tunnel endpoint.
 *
 * @param device key {@code tunnel.device}: name of the TUN device, at most 15 characters
 * @param listen key {@code tunnel.listen}: UDP address
 * @param advertise key {@code tunnel.advertise}: UDP addresses that other gateways reach, in order of preference, 1 to
 *     8
 * @param ciphers key {@code tunnel.ciphers}: packet ciphers in order of preference; {@code chacha20-poly1305} must be
 *     among them
 * @param workers key {@code tunnel.workers}: data workers, 1 to 16; all gateways of a cluster set need the same number
 * @param cpus key {@code tunnel.cpus}: the processor of each worker, in order; empty: the system chooses
 * @param tunQueueLength key {@code tunnel.tun-queue-length}: packets that may wait in the TUN device for each worker
 * @param socketBufferOctets key {@code tunnel.socket-buffer-octets}: send and receive buffer of each worker's socket
 * @param engine key {@code tunnel.engine}: implementation of the ciphers
 * @param edge key {@code tunnel.edge}: form of the UDP edge
 */
public record TunnelSettings(
        String device,
        InetSocketAddress listen,
        List<InetSocketAddress> advertise,
        List<CipherSuite> ciphers,
        int workers,
        List<Integer> cpus,
        int tunQueueLength,
        int socketBufferOctets,
        EngineChoice engine,
        TunnelConfig.Edge edge) {

    /** Default of {@code tunnel.device}. */
    public static final String DEFAULT_DEVICE = "hanse0";

    /** Default of {@code tunnel.listen}: all addresses of the host, the port that WireGuard uses. */
    public static final InetSocketAddress DEFAULT_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 51_820);

    /** Default of {@code tunnel.ciphers}: AES first, it costs half on a CPU with AES instructions. */
    public static final List<CipherSuite> DEFAULT_CIPHERS =
            List.of(CipherSuite.AES_256_GCM, CipherSuite.CHACHA20_POLY1305);

    /** Default of {@code tunnel.workers}. */
    public static final int DEFAULT_WORKERS = 1;

    /** Most addresses of one endpoint, as in the exchange. */
    public static final int MAX_ADVERTISED = 8;

    /** IFNAMSIZ of Linux less the final zero. */
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_.-]{1,15}");

    /** With the defaults of what is rarely set. */
    public TunnelSettings(
            String device,
            InetSocketAddress listen,
            List<InetSocketAddress> advertise,
            List<CipherSuite> ciphers,
            int workers) {
        this(
                device,
                listen,
                advertise,
                ciphers,
                workers,
                List.of(),
                TunnelConfig.TUN_QUEUE_LENGTH,
                TunnelConfig.SOCKET_BUFFER_OCTETS,
                EngineChoice.AUTO,
                TunnelConfig.Edge.AUTO);
    }

    /** Checks each component and copies the lists. */
    public TunnelSettings {
        advertise = List.copyOf(advertise);
        ciphers = List.copyOf(ciphers);
        cpus = List.copyOf(cpus);
        if (!DEVICE.matcher(device).matches()) {
            throw new IllegalArgumentException(
                    "tunnel.device: \"" + device + "\" (expected: 1 to 15 letters, digits, '_', '-' or '.')");
        }
        Addresses.requireListen("tunnel.listen", listen);
        requireAdvertised(advertise);
        requireCiphers(ciphers);
        requireRange("tunnel.workers", workers, 1, TunnelConfig.MAX_WORKERS);
        requireRange(
                "tunnel.tun-queue-length",
                tunQueueLength,
                TunnelConfig.MIN_TUN_QUEUE_LENGTH,
                TunnelConfig.MAX_TUN_QUEUE_LENGTH);
        requireRange(
                "tunnel.socket-buffer-octets",
                socketBufferOctets,
                TunnelConfig.MIN_SOCKET_BUFFER_OCTETS,
                TunnelConfig.MAX_SOCKET_BUFFER_OCTETS);
        requireCpus(cpus, workers);
    }

    private static void requireAdvertised(List<InetSocketAddress> advertise) {
        if (advertise.isEmpty() || advertise.size() > MAX_ADVERTISED) {
            throw new IllegalArgumentException("tunnel.advertise: " + advertise.size() + " addresses (expected: 1 to "
                    + MAX_ADVERTISED + " that other gateways can send to)");
        }
        advertise.forEach(address -> Addresses.requireReachable("tunnel.advertise", address));
    }

    private static void requireCpus(List<Integer> cpus, int workers) {
        if (!cpus.isEmpty()
                && (cpus.size() != workers || cpus.stream().distinct().count() != workers)) {
            throw new IllegalArgumentException(
                    "tunnel.cpus: " + cpus + " (expected: one for each of " + workers + " workers, each once)");
        }
        cpus.forEach(cpu -> requireRange("tunnel.cpus", cpu, 0, CpuAffinity.MAX_CPU));
    }

    private static void requireRange(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    private static void requireCiphers(List<CipherSuite> ciphers) {
        if (!ciphers.contains(CipherSuite.CHACHA20_POLY1305)
                || ciphers.stream().distinct().count() != ciphers.size()) {
            throw new IllegalArgumentException(
                    "tunnel.ciphers: " + ciphers + " (expected: each once, chacha20-poly1305 among them)");
        }
    }
}
