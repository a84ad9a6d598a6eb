// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** What the kernel has of the TUN device, or a stand-in for it. One thread at a time. */
public interface DeviceState extends AutoCloseable {

    /**
     * Whether it may have changed since the last call, which is true of the first one.
     *
     * @param wanted destinations of the routes that should lead through the device
     */
    boolean mayHaveChanged(Set<IpPrefix> wanted);

    /**
     * How the device is.
     *
     * @throws IOException if the kernel does not say
     */
    Link link() throws IOException;

    /**
     * The routes through the device that this project made: by destination the longest packet that each takes, octets; 0: that of the device.
     *
     * @throws IOException if the kernel does not say
     */
    Map<IpPrefix, Integer> routes() throws IOException;

    /**
     * Destinations of the unreachable routes that this project made for the device, which may not exist.
     *
     * @throws IOException if the kernel does not say
     */
    Set<IpPrefix> unreachable() throws IOException;

    @Override
    void close();

    /** State of a device. */
    enum Link {
        /** Carries packets. */
        UP,
        /** Was set down. */
        DOWN,
        /** Does not exist any more. */
        GONE
    }
}
