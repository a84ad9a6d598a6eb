// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A device that is as the test says. */
public final class FakeDeviceState implements DeviceState {

    final Set<IpPrefix> routes = new HashSet<>();
    final Map<IpPrefix, Integer> mtus = new HashMap<>();
    final Set<IpPrefix> unreachable = new HashSet<>();
    volatile Link link = Link.UP;
    volatile boolean changed;
    boolean readable = true;
    boolean closed;
    int asked;

    /** Up, without routes; nothing changes. */
    public FakeDeviceState() {}

    /** A process of before has left unreachable routes. */
    public void leave(Set<IpPrefix> prefixes) {
        unreachable.addAll(prefixes);
    }

    /** Somebody else deletes the device. */
    public void delete() {
        link = Link.GONE;
        changed = true;
    }

    @Override
    public boolean mayHaveChanged(Set<IpPrefix> wanted) {
        return changed;
    }

    @Override
    public Link link() {
        asked++;
        return link;
    }

    @Override
    public Map<IpPrefix, Integer> routes() throws IOException {
        if (!readable) {
            throw new IOException("EPERM");
        }
        return routes.stream().collect(Collectors.toMap(Function.identity(), prefix -> mtus.getOrDefault(prefix, 0)));
    }

    @Override
    public Set<IpPrefix> unreachable() throws IOException {
        if (!readable) {
            throw new IOException("EPERM");
        }
        return Set.copyOf(unreachable);
    }

    @Override
    public void close() {
        closed = true;
    }
}
