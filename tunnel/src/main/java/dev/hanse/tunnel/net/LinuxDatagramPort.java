// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static dev.hanse.net.linux.SocketNumbers.AF_INET;
import static dev.hanse.net.linux.SocketNumbers.AF_INET6;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IPV6;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_UDP;
import static dev.hanse.net.linux.SocketNumbers.IPV6_V6ONLY;
import static dev.hanse.net.linux.SocketNumbers.SOCK_CLOEXEC;
import static dev.hanse.net.linux.SocketNumbers.SOCK_DGRAM;
import static dev.hanse.net.linux.SocketNumbers.SOCK_NONBLOCK;
import static dev.hanse.net.linux.SocketNumbers.SOL_SOCKET;
import static dev.hanse.net.linux.SocketNumbers.SO_RCVBUF;
import static dev.hanse.net.linux.SocketNumbers.SO_SNDBUF;
import static dev.hanse.net.linux.SocketNumbers.UDP_SEGMENT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hanse.net.linux.DatagramSender;
import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.SocketAddressCodec;
import dev.hanse.net.linux.Sockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket of the Linux kernel: many datagrams per system call in both directions ({@code UDP_SEGMENT}, {@code UDP_GRO}). One on
 * {@code ::} serves IPv4 too.
 *
 * <p>A path that is narrower than the device, and not measured, carries frames in fragments: routers make them (IPv4), or the kernel does once a router has
 * told it to (IPv6). Slow, but a frame that may not be fragmented would vanish there without a trace.
 */
public final class LinuxDatagramPort implements DatagramPort {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxDatagramPort.class);

    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private static final int UDP_GRO = 104;
    private static final int EIO = 5;

    /** UDP_MAX_SEGMENTS of kernels before 6.9; newer ones take 128. */
    private static final int MAX_SEGMENTS = 64;

    /** Calls between two looks at the clock while segments are refused; a power of two. */
    private static final int CALLS_PER_LOOK = 64;

    /** Structures kept for receivers; once there are more, all are dropped and made again as they are needed. */
    private static final int MAX_RECEIVERS = 4096;

    private final Sockets sockets = new Sockets();
    private final DatagramSender sender = new DatagramSender();
    private final ReceiveHeader received = new ReceiveHeader();
    private final MemorySegment segmentOption = Arena.ofAuto().allocate(JAVA_INT);
    private final Map<InetSocketAddress, Receiver> receivers = new IdentityHashMap<>();
    private final int socket;
    private final MtuDiscovery discovery;
    private final boolean v6;
    private InetSocketAddress localAddress;
    private BatchSize batch = new BatchSize(1);
    private boolean receivesBatches;
    private @Nullable CalledAddress calledAddress;
    private int segmentOctets;
    private int calls;
    private boolean closed;

    private LinuxDatagramPort(int socket, InetSocketAddress localAddress, boolean v6) {
        this.socket = socket;
        this.discovery = new MtuDiscovery(sockets, socket);
        this.localAddress = localAddress;
        this.v6 = v6;
    }

    /**
     * Binds a port.
     *
     * @param listen local address; port 0: the system chooses
     * @param bufferOctets wanted size of the send and the receive buffer
     * @throws IOException if that is impossible; the message says what to do
     */
    public static LinuxDatagramPort open(InetSocketAddress listen, int bufferOctets) throws IOException {
        Sockets sockets = new Sockets();
        boolean v6 = listen.getAddress() instanceof Inet6Address;
        int family = v6 ? AF_INET6 : AF_INET;
        int socket = sockets.socket(family, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
        if (socket < 0) {
            throw new LinuxException("socket for udp " + listen, -socket);
        }
        LinuxDatagramPort port = new LinuxDatagramPort(socket, listen, v6);
        try {
            port.configure(bufferOctets);
            return port;
        } catch (IOException e) {
            port.close();
            throw e;
        }
    }

    /** Whether this system lets us make such sockets and batch datagrams on them; tried with one that is not bound. */
    public static boolean available() {
        try {
            return batches();
        } catch (LinkageError e) {
            // This Java run time may not call the system: the class of the calls cannot be initialised.
            return false;
        }
    }

    private static boolean batches() {
        Sockets sockets = new Sockets();
        int socket = sockets.socket(AF_INET, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
        if (socket < 0) {
            return false;
        }
        boolean batches = sockets.setOption(socket, IPPROTO_UDP, UDP_GRO, 1) >= 0;
        sockets.close(socket);
        return batches;
    }

    private void configure(int bufferOctets) throws IOException {
        if (v6) {
            boolean any = localAddress.getAddress().isAnyLocalAddress();
            sockets.setOption(socket, IPPROTO_IPV6, IPV6_V6ONLY, any ? 0 : 1);
        }
        discovery.begin(v6, !v6 || localAddress.getAddress().isAnyLocalAddress());
        sockets.setSendBuffer(socket, bufferOctets);
        sockets.setReceiveBuffer(socket, bufferOctets);
        batch = new BatchSize(sockets.setOption(socket, IPPROTO_UDP, UDP_SEGMENT, 0) < 0 ? 1 : MAX_SEGMENTS);
        receivesBatches = sockets.setOption(socket, IPPROTO_UDP, UDP_GRO, 1) >= 0;
        if (localAddress.getAddress().isAnyLocalAddress()) {
            CalledAddress.ask(sockets, socket, v6);
        }
        int failed = sockets.bind(socket, SocketAddressCodec.encode(localAddress, v6));
        if (failed < 0) {
            throw new IOException(bindHint(-failed), new LinuxException("bind udp " + localAddress, -failed));
        }
        MemorySegment bound = SocketAddressCodec.encode(localAddress, v6);
        sockets.socketName(socket, bound);
        localAddress = SocketAddressCodec.decode(bound);
    }

    private String bindHint(int errno) {
        String at = "udp " + localAddress.getAddress().getHostAddress() + " port " + localAddress.getPort();
        return switch (errno) {
            case Errno.EADDRINUSE ->
                at + " is in use (expected: a free port; \"ss -ulpn\" names the process that has it)";
            case Errno.EADDRNOTAVAIL ->
                at
                        + ": no device of this host has the address (expected: in tunnel.listen one that \"ip address\" shows, or 0.0.0.0)";
            case Errno.EACCES -> at + ": no permission (expected: a port above 1023, or CAP_NET_BIND_SERVICE)";
            default -> "cannot bind " + at + ": " + Errno.describe(errno);
        };
    }

    /** The kernel tells twice what one may use, to have room for its own bookkeeping (socket(7), SO_RCVBUF). */
    @Override
    public Optional<SocketBuffers> buffers() {
        Sockets own = new Sockets();
        return Optional.of(new SocketBuffers(
                own.option(socket, SOL_SOCKET, SO_RCVBUF) / 2, own.option(socket, SOL_SOCKET, SO_SNDBUF) / 2));
    }

    @Override
    public long lost() {
        return SocketLosses.read(socket);
    }

    /** Whether many datagrams come in by one call ({@code UDP_GRO}). */
    public boolean receivesBatches() {
        return receivesBatches;
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.of(socket);
    }

    @Override
    public void onReady(Runnable handler) {
        // The descriptor is watched instead.
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public int maxDatagrams() {
        return batch.datagrams();
    }

    @Override
    public boolean receive(DatagramBurst burst) {
        long length = sockets.receiveMessage(socket, received.prepare(burst), MSG_DONTWAIT);
        if (length < 0) {
            return false;
        }
        received.fill(burst, (int) length);
        return true;
    }

    @Override
    public Sent send(
            byte[] buffer, int offset, int length, int datagramOctets, InetSocketAddress remote, Carriage carriage) {
        boolean toV6 = remote.getAddress() instanceof Inet6Address;
        if (!v6 && toV6) {
            return Sent.REFUSED;
        }
        discovery.set(toV6, carriage);
        Receiver to = receiver(remote);
        if (carriage == Carriage.WHOLE) {
            // A size of segments, though of one alone, is held against what the kernel has heard of the path.
            clearSegment();
            return outcome(sendTo(buffer, offset, length, to));
        }
        if (batch.isTroubled()) {
            tryAgain();
        }
        if (length > datagramOctets && batch.datagrams() == 1) {
            return sendSingly(buffer, offset, length, datagramOctets, to);
        }
        setSegment(length, datagramOctets);
        long sent = sendTo(buffer, offset, length, to);
        if (segmentOctets != 0 && segmentsRefused((int) -sent, length > datagramOctets)) {
            clearSegment();
            return sendSingly(buffer, offset, length, datagramOctets, to);
        }
        return outcome(sent);
    }

    private void tryAgain() {
        if ((++calls & CALLS_PER_LOOK - 1) == 0 && batch.onTime(System.nanoTime())) {
            LOG.info("the system takes several datagrams in one call again");
        }
    }

    /** The view goes nowhere but into the call, or the compiler could not do without the object. */
    private long sendTo(byte[] buffer, int offset, int length, Receiver to) {
        if (to.wantsOther()) {
            long sent = fromCalled().send(buffer, offset, length, to.address(), to.heard());
            // The address may have left this host: then there is none but what the kernel chooses.
            if (sent >= 0 || sent == -Errno.EAGAIN || sent == -Errno.EMSGSIZE) {
                return sent;
            }
        }
        MemorySegment octets = MemorySegment.ofArray(buffer).asSlice(offset, length);
        return sender.sendTo(socket, octets, length, MSG_DONTWAIT | MSG_NOSIGNAL, to.address());
    }

    private CalledAddress fromCalled() {
        CalledAddress known = calledAddress;
        if (known == null) {
            known = new CalledAddress(sockets, socket);
            calledAddress = known;
        }
        return known;
    }

    /**
     * A device without checksum offload takes no segments (udp(7), UDP_SEGMENT), nor does a route through IPsec; both may change. A path narrower than a segment
     * takes none: the kernel makes fragments only of what is sent singly.
     */
    private boolean segmentsRefused(int errno, boolean several) {
        if (errno == EIO && several) {
            if (batch.onRefused(System.nanoTime())) {
                LOG.warn(
                        "the device or route towards a peer takes no segments (no checksum offload, or IPsec): one datagram in each call, the tunnel is"
                                + " slower; tried again in 30 s and later, without another line");
            }
            return true;
        }
        if (several && errno <= 0 && batch.isTroubled()) {
            batch.onTaken();
        }
        return errno == EIO || errno == Errno.EMSGSIZE || errno == Errno.EINVAL;
    }

    /** The option stays with the socket: it changes only when it must, since that costs a system call. */
    private void setSegment(int length, int datagramOctets) {
        boolean single = length <= datagramOctets;
        boolean fits = single ? segmentOctets == 0 || length <= segmentOctets : segmentOctets == datagramOctets;
        if (!fits) {
            segmentOctets = single ? 0 : datagramOctets;
            segmentOption.set(JAVA_INT, 0, segmentOctets);
            sockets.setOption(socket, IPPROTO_UDP, UDP_SEGMENT, segmentOption);
        }
    }

    private void clearSegment() {
        if (segmentOctets == 0) {
            return;
        }
        segmentOctets = 0;
        segmentOption.set(JAVA_INT, 0, 0);
        sockets.setOption(socket, IPPROTO_UDP, UDP_SEGMENT, segmentOption);
    }

    private Sent sendSingly(byte[] buffer, int offset, int length, int datagramOctets, Receiver to) {
        Sent result = Sent.TAKEN;
        for (int at = 0; at < length; at += datagramOctets) {
            Sent sent = outcome(sendTo(buffer, offset + at, Math.min(datagramOctets, length - at), to));
            result = sent == Sent.TAKEN ? result : sent;
        }
        return result;
    }

    private static Sent outcome(long sent) {
        if (sent >= 0) {
            return Sent.TAKEN;
        }
        return switch ((int) -sent) {
            case Errno.EAGAIN -> Sent.FULL;
            case Errno.EMSGSIZE -> Sent.TOO_LARGE;
            default -> Sent.REFUSED;
        };
    }

    private Receiver receiver(InetSocketAddress remote) {
        Receiver known = receivers.get(remote);
        if (known == null) {
            if (receivers.size() >= MAX_RECEIVERS) {
                receivers.clear();
            }
            known = new Receiver(remote, v6);
            receivers.put(remote, known);
        }
        return known;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sockets.close(socket);
        }
    }
}
