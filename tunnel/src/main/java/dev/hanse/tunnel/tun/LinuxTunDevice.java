// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hanse.net.linux.Descriptors;
import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.SocketNumbers;
import dev.hanse.net.linux.Sockets;
import dev.hanse.tunnel.packet.VirtioHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A TUN device of the Linux kernel (Documentation/networking/tuntap.rst): virtio-net header, several queues, segmentation offload as far
 * as the kernel has it. The device vanishes with the last of its descriptors, so also when this process is killed.
 */
public final class LinuxTunDevice implements TunDevice {

    private static final String CLONE = "/dev/net/tun";
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;

    private static final short IFF_TUN_NO_PI_VNET_HDR = 0x0001 | 0x1000 | 0x4000;
    private static final short IFF_MULTI_QUEUE = 0x0100;

    private static final long SIOCGIFTXQLEN = 0x8942;

    private static final int IFREQ_OCTETS = 40;
    private static final int IFREQ_FLAGS = 16;

    private static final DeviceLosses LOSSES = new DeviceLosses(Path.of("/proc/net/dev"));

    private final String name;
    private final List<LinuxTunQueue> queues;
    private final TunOffloads offloads;
    private boolean closed;

    private LinuxTunDevice(String name, List<LinuxTunQueue> queues, TunOffloads offloads) {
        this.name = name;
        this.queues = queues;
        this.offloads = offloads;
    }

    /**
     * Makes the device, down and without addresses.
     *
     * @param queues number of queues, at least 1
     * @throws IOException if that is impossible; the message says what to do
     */
    public static LinuxTunDevice open(String name, int queues) throws IOException {
        try {
            return openQueues(name, queues);
        } catch (LinkageError e) {
            throw new IOException(
                    "TUN device " + name + ": this Java run time may not call the system (expected: the option"
                            + " --enable-native-access=ALL-UNNAMED, on Linux with the GNU C library)",
                    e);
        }
    }

    private static LinuxTunDevice openQueues(String name, int queues) throws IOException {
        List<LinuxTunQueue> opened = new ArrayList<>();
        try {
            TunOffloads offloads = TunOffloads.NONE;
            for (int i = 0; i < queues; i++) {
                int descriptor = openQueue(name, queues > 1);
                opened.add(new LinuxTunQueue(descriptor));
                offloads = setOffloads(descriptor);
            }
            return new LinuxTunDevice(name, List.copyOf(opened), offloads);
        } catch (IOException e) {
            opened.forEach(LinuxTunQueue::close);
            throw e;
        }
    }

    private static int openQueue(String name, boolean multiQueue) throws IOException {
        Descriptors descriptors = new Descriptors();
        int descriptor = descriptors.open(CLONE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (descriptor < 0) {
            throw new IOException(openHint(-descriptor), new LinuxException("open " + CLONE, -descriptor));
        }
        int failed = attach(descriptors, descriptor, name, multiQueue);
        if (failed < 0) {
            descriptors.close(descriptor);
            throw new IOException(attachHint(name, -failed), new LinuxException("ioctl TUNSETIFF " + name, -failed));
        }
        return descriptor;
    }

    private static int attach(Descriptors descriptors, int descriptor, String name, boolean multiQueue) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_OCTETS, 8);
            request.setString(0, name);
            short flags = (short) (IFF_TUN_NO_PI_VNET_HDR | (multiQueue ? IFF_MULTI_QUEUE : 0));
            request.set(JAVA_SHORT, IFREQ_FLAGS, flags);
            int failed = descriptors.ioctl(descriptor, TUNSETIFF, request);
            MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, VirtioHeader.OCTETS);
            return failed < 0 ? failed : descriptors.ioctl(descriptor, TUNSETVNETHDRSZ, size);
        }
    }

    private static TunOffloads setOffloads(int descriptor) {
        Descriptors descriptors = new Descriptors();
        return OffloadRequest.negotiate(
                offloads -> descriptors.ioctl(descriptor, TUNSETOFFLOAD, MemorySegment.ofAddress(offloads)) >= 0);
    }

    private static String openHint(int errno) {
        return switch (errno) {
            case Errno.ENOENT, Errno.ENODEV ->
                CLONE + " is missing (expected: the tun driver; load it with \"modprobe tun\", in a container give it"
                        + " \"--device " + CLONE + "\")";
            case Errno.EPERM, Errno.EACCES ->
                "no permission to open " + CLONE + " (expected: run as root or with CAP_NET_ADMIN, in a container"
                        + " \"--cap-add NET_ADMIN --device " + CLONE + "\")";
            default -> "cannot open " + CLONE + ": " + Errno.describe(errno);
        };
    }

    private static String attachHint(String name, int errno) {
        return switch (errno) {
            case Errno.EBUSY, Errno.EINVAL ->
                "device " + name + " is in use by another process or is no TUN device (expected: a free name; stop the"
                        + " other process, remove it with \"ip link delete " + name + "\", or set another name)";
            case Errno.EPERM, Errno.EACCES ->
                "no permission to make TUN device " + name + " (expected: run as root or with CAP_NET_ADMIN)";
            default -> "cannot make TUN device " + name + ": " + Errno.describe(errno);
        };
    }

    @Override
    public int queueLength() throws IOException {
        Sockets sockets = new Sockets();
        int socket = sockets.socket(SocketNumbers.AF_INET, SocketNumbers.SOCK_DGRAM, 0);
        if (socket < 0) {
            throw new LinuxException("socket to ask for the queue length of " + name, -socket);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_OCTETS, 8);
            request.setString(0, name);
            int failed = new Descriptors().ioctl(socket, SIOCGIFTXQLEN, request);
            if (failed < 0) {
                throw new LinuxException("ioctl SIOCGIFTXQLEN " + name, -failed);
            }
            return request.get(ValueLayout.JAVA_INT, IFREQ_FLAGS);
        } finally {
            sockets.close(socket);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<TunQueue> queues() {
        return List.copyOf(queues);
    }

    @Override
    public TunOffloads offloads() {
        return offloads;
    }

    @Override
    public long lost() {
        return LOSSES.of(name);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queues.forEach(LinuxTunQueue::close);
        }
    }
}
