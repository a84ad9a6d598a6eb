// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.route.DeviceState;
import dev.hanse.tunnel.route.HostCommand;
import dev.hanse.tunnel.route.IpCommand;
import dev.hanse.tunnel.route.KernelDeviceState;
import dev.hanse.tunnel.route.KernelUnderlay;
import dev.hanse.tunnel.route.UnderlayState;
import dev.hanse.tunnel.tun.LinuxTunDevice;
import dev.hanse.tunnel.tun.TunDevice;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where an endpoint touches what tests may not have: TUN devices, the host's routes and its kernel settings.
 *
 * @param devices makes the TUN device
 * @param ip brings it up and sets routes
 * @param states says what became of both
 * @param underlays says and sets what holds for the endpoint's own packets
 * @param kernelSettings {@code /proc/sys/net}
 */
record EndpointHost(Devices devices, HostCommand ip, States states, Underlays underlays, Path kernelSettings) {

    /** Makes TUN devices. */
    @FunctionalInterface
    interface Devices {

        /** Makes one, down and without addresses, with this number of queues. */
        TunDevice open(String name, int queues) throws IOException;
    }

    /** Says what the kernel has. */
    @FunctionalInterface
    interface States {

        /** Of the device of that name. */
        DeviceState of(String device) throws IOException;
    }

    /** Says and sets what the kernel has of policy routing. */
    @FunctionalInterface
    interface Underlays {

        /** Of this host. */
        UnderlayState open() throws IOException;
    }

    /** The real one. */
    static EndpointHost system() {
        return new EndpointHost(
                LinuxTunDevice::open,
                new IpCommand(),
                KernelDeviceState::of,
                KernelUnderlay::open,
                Path.of("/proc/sys/net"));
    }
}
