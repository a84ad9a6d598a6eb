// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.route.DeviceState;
import dev.hanse.tunnel.route.FakeDeviceState;
import dev.hanse.tunnel.route.FakeUnderlay;
import dev.hanse.tunnel.tun.FakeTunQueue;
import dev.hanse.tunnel.tun.TunDevice;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.tun.TunQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** A host that keeps what it is asked for: its devices carry no packets, its kernel settings are files of a folder. */
final class FakeHost {

    private static final List<String> KERNEL_SETTINGS =
            List.of("ipv4/ip_forward", "ipv4/conf/all/rp_filter", "ipv6/conf/all/forwarding");

    private final FakeUnderlay underlay = new FakeUnderlay();
    private final Path kernel;
    private volatile boolean refusing;
    private final Set<IpPrefix> left = ConcurrentHashMap.newKeySet();

    /** While it is held no {@code ip} command ends. */
    private final Semaphore running = new Semaphore(1);

    private final List<String> devices = Collections.synchronizedList(new ArrayList<>());
    private final List<FakeDeviceState> states = new CopyOnWriteArrayList<>();
    private final List<String> commands = Collections.synchronizedList(new ArrayList<>());

    FakeHost(Path folder) throws IOException {
        kernel = folder.resolve("net");
        for (String setting : KERNEL_SETTINGS) {
            set(setting);
        }
    }

    private void set(String setting) throws IOException {
        Files.createDirectories(kernel.resolve(setting).getParent());
        Files.writeString(kernel.resolve(setting), "0\n");
    }

    EndpointHost asEndpointHost() {
        return new EndpointHost(this::open, this::run, _ -> state(), () -> underlay, kernel);
    }

    private DeviceState state() {
        FakeDeviceState made = new FakeDeviceState();
        made.leave(left);
        states.add(made);
        return made;
    }

    /** Somebody else deletes the device that was made last. */
    void deleteDevice() {
        states.getLast().delete();
    }

    /** Unreachable routes that a process of before has left, as long as nobody removes them. */
    void leave(IpPrefix prefix) {
        left.add(prefix);
    }

    /** From now on no {@code ip} command ends. */
    void hold() {
        running.acquireUninterruptibly();
    }

    /** They end again. */
    void goOn() {
        running.release();
    }

    /** Every device that was made. */
    List<String> devices() {
        return devices;
    }

    /** Every {@code ip} command that was run. */
    List<String> commands() {
        return commands;
    }

    String kernelSetting(String name) throws IOException {
        return Files.readString(kernel.resolve(name)).strip();
    }

    /** Whether devices cannot be made. */
    void refuseDevices(boolean refuse) {
        refusing = refuse;
    }

    private TunDevice open(String name, int queues) throws IOException {
        if (refusing) {
            throw new IOException("device " + name + " is in use");
        }
        set("ipv4/conf/" + name + "/rp_filter");
        devices.add(name + " with " + queues + " queues");
        return new FakeDevice(
                name,
                Stream.generate(FakeTunQueue::new)
                        .limit(queues)
                        .map(TunQueue.class::cast)
                        .toList());
    }

    private String run(List<String> arguments) {
        commands.add(String.join(" ", arguments));
        running.acquireUninterruptibly();
        running.release();
        return "";
    }

    private record FakeDevice(String name, List<TunQueue> queues) implements TunDevice {

        @Override
        public TunOffloads offloads() {
            return TunOffloads.NONE;
        }

        @Override
        public int queueLength() {
            return Integer.MAX_VALUE;
        }

        @Override
        public long lost() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
