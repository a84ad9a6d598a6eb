// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.linux.AdvertisedRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kernel settings without which a gateway does not forward pod packets. Set where allowed, otherwise one line says what to type. */
public final class HostSettings {

    private static final Logger LOG = LoggerFactory.getLogger(HostSettings.class);

    private final Path root;
    private final Supplier<List<String>> advertised;

    /**
     * Looks below a directory.
     *
     * @param root {@code /proc/sys/net}
     */
    public HostSettings(Path root) {
        this(root, () -> AdvertisedRoutes.devices(Path.of("/proc/net/ipv6_route")));
    }

    /** @param advertised devices with routes that came by router advertisements */
    HostSettings(Path root, Supplier<List<String>> advertised) {
        this.root = root;
        this.advertised = advertised;
    }

    /**
     * Turns forwarding on, and reverse-path filtering of the device to loose: with several gateways, packets may come in another way than
     * they go out.
     *
     * @param v6 whether IPv6 prefixes are carried
     */
    public void prepare(String device, boolean v6) {
        set("ipv4/ip_forward", "1");
        if (v6) {
            keepAdvertisedRoutes();
            set("ipv6/conf/all/forwarding", "1");
        }
        // The kernel takes the larger of "all" and the device's own; strict is 1, loose 2.
        if (!"0".equals(read("ipv4/conf/all/rp_filter")) || !"0".equals(read("ipv4/conf/" + device + "/rp_filter"))) {
            set("ipv4/conf/" + device + "/rp_filter", "2");
        }
    }

    /** A host that begins to forward drops what routers have advertised, its default route among it, where it is not told to go on. */
    private void keepAdvertisedRoutes() {
        for (String device : advertised.get()) {
            String setting = "ipv6/conf/" + device + "/accept_ra";
            if (read(setting).equals("1")) {
                set(setting, "2");
            }
        }
    }

    private void set(String setting, String value) {
        String present = read(setting);
        if (present.equals(value)) {
            return;
        }
        String name = "net." + setting.replace('/', '.');
        try {
            Files.writeString(root.resolve(setting), value);
            LOG.info("{} was {}, set to {}", name, present, value);
        } catch (IOException e) {
            LOG.warn(
                    "{} is {} and may not be changed; pods are not reached until you type: sysctl -w {}={}",
                    name,
                    present.isEmpty() ? "unreadable" : present,
                    name,
                    value);
        }
    }

    private String read(String setting) {
        try {
            return Files.readString(root.resolve(setting)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
