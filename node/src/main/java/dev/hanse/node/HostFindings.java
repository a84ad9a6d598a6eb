// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.gateway.checks.Finding.Code;
import dev.hanse.gateway.checks.HostWatch;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.node.routes.Finding;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What on this host loses packets on their way to gateways: a look at each link that gateways are on, from when it is known. Belongs to the control loop but where it says otherwise. */
final class HostFindings implements AutoCloseable {

    /** A node has one or two; each look is a thread. */
    private static final int MAX_LINKS = 4;

    private final Map<Integer, HostWatch> watches = new HashMap<>();
    private volatile List<HostWatch> looking = List.of();

    /** Whether answers may come by another link than questions leave by. */
    private volatile boolean several;

    /**
     * Looks at these links too.
     *
     * @param vxlan whether packets may leave by them in VXLAN, and answers come in by whichever
     */
    void watch(Collection<Integer> devices, Collection<IpPrefix> pods, boolean vxlan) {
        several = vxlan || devices.size() > 1;
        for (int device : devices) {
            if (!watches.containsKey(device) && watches.size() < MAX_LINKS && !pods.isEmpty()) {
                start(device, List.copyOf(pods));
            }
        }
    }

    private void start(int device, List<IpPrefix> pods) {
        try {
            NetworkInterface link = NetworkInterface.getByIndex(device);
            if (link != null) {
                HostWatch watch = HostWatch.of(link.getName(), pods, false);
                watch.start(() -> {});
                watches.put(device, watch);
                looking = List.copyOf(watches.values());
            }
        } catch (SocketException _) {
            // It is gone; its routes are, too.
        }
    }

    /** What was found last. Any thread. */
    List<Finding> findings() {
        List<HostWatch> all = looking;
        List<Finding> findings = new ArrayList<>();
        for (HostWatch watch : all) {
            watch.findings().stream()
                    .filter(each -> each.code() != Code.REVERSE_PATH_STRICT || several)
                    .map(each -> new Finding(
                            each.code().name(),
                            each.text(),
                            each.remedy(),
                            each.code().isWarning()))
                    .forEach(findings::add);
        }
        return findings.stream().distinct().toList();
    }

    @Override
    public void close() {
        watches.values().forEach(HostWatch::close);
    }
}
