// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.AdvertisedRoutes;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Settings under {@code net} that keep pod packets from being forwarded, or the host from its default route. */
final class KernelSettings {

    private static final String ON = "1";

    private final Path root;
    private final Path routes;
    private final String device;
    private final boolean v4;
    private final boolean v6;

    /**
     * @param root {@code /proc/sys/net}
     * @param proc {@code /proc/net}
     * @param pods prefixes of the pods here
     */
    KernelSettings(Path root, Path proc, String device, List<IpPrefix> pods) {
        this.root = root;
        this.routes = proc.resolve("ipv6_route");
        this.device = device;
        this.v6 = pods.stream().anyMatch(prefix -> prefix.address() instanceof Inet6Address);
        this.v4 = pods.stream().anyMatch(prefix -> !(prefix.address() instanceof Inet6Address));
    }

    /** What is wrong now; reads some files. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (v4) {
            forwarding(findings, "ipv4/ip_forward", "ipv4/conf/" + device + "/forwarding");
            reversePath(findings);
        }
        if (v6) {
            forwarding(findings, "ipv6/conf/all/forwarding", "ipv6/conf/" + device + "/forwarding");
        }
        advertisements(findings);
        return findings;
    }

    /** The first setting sets the others of its family, too. */
    private void forwarding(List<Finding> findings, String... settings) {
        Stream.of(settings)
                .filter(setting -> read(setting).equals("0"))
                .limit(1)
                .map(setting -> new Finding(
                        Finding.Code.FORWARDING_OFF,
                        name(setting) + " is 0: this host does not forward pod packets",
                        "sysctl -w " + name(setting) + "=1"))
                .forEach(findings::add);
    }

    /** The kernel takes the larger of both; 1 is strict, 2 loose. */
    private void reversePath(List<Finding> findings) {
        String own = "ipv4/conf/" + device + "/rp_filter";
        String all = "ipv4/conf/all/rp_filter";
        if (!read(own).equals("2")
                && !read(all).equals("2")
                && (read(own).equals(ON) || read(all).equals(ON))) {
            findings.add(new Finding(
                    Finding.Code.REVERSE_PATH_STRICT,
                    name(read(own).equals(ON) ? own : all) + " is 1, strict: packets out of " + device
                            + " may be dropped whose answers would leave by another device",
                    "sysctl -w " + name(own) + "=2"));
        }
    }

    /** A host that forwards takes no router advertisements, unless it is told to. */
    private void advertisements(List<Finding> findings) {
        for (String each : AdvertisedRoutes.devices(routes)) {
            if (read("ipv6/conf/" + each + "/forwarding").equals(ON)
                    && read("ipv6/conf/" + each + "/accept_ra").equals(ON)) {
                String setting = name("ipv6/conf/" + each + "/accept_ra");
                findings.add(new Finding(
                        Finding.Code.ROUTER_ADVERTISEMENTS_IGNORED,
                        setting + " is 1 while IPv6 is forwarded: router advertisements are ignored, and the routes of "
                                + each + " that came by them, such as a default route, end or are gone",
                        "sysctl -w " + setting + "=2"));
            }
        }
    }

    /** A name of an interface may have a dot, which a setting writes as a slash. */
    private static String name(String setting) {
        return "net." + setting.replace('.', '|').replace('/', '.').replace('|', '/');
    }

    /** Empty where there is no such file. */
    private String read(String setting) {
        try {
            return Files.readString(root.resolve(setting)).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
