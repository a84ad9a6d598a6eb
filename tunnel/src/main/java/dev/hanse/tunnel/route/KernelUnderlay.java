// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.NetworkMessage;
import dev.hanse.net.linux.rtnetlink.PolicyRouting;
import dev.hanse.net.linux.rtnetlink.PolicyRule;
import dev.hanse.net.linux.rtnetlink.RouteSocket;
import dev.hanse.net.linux.rtnetlink.TableRoute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real one. Costs one system call while nothing happens. */
public final class KernelUnderlay implements UnderlayState {

    private static final Pattern RELEASE = Pattern.compile("([0-9]+)\\.([0-9]+).*");

    private static final Path V6 = Path.of("/proc/net/if_inet6");

    private final RouteSocket news;

    /** A host without IPv6 has nothing to ask. */
    private final boolean hasV6 = Files.exists(V6);

    private final boolean able = hasPorts(System.getProperty("os.version"));

    private boolean asked;

    private KernelUnderlay(RouteSocket news) {
        this.news = news;
    }

    /**
     * Begins to listen.
     *
     * @throws LinuxException if this process may not
     */
    public static KernelUnderlay open() throws LinuxException {
        return new KernelUnderlay(RouteSocket.ofNewsAndRules());
    }

    /** Whether this kernel has rules that look at ports, for each family that it has. Asks it. */
    public static boolean isSupported() {
        try {
            PolicyRouting.rules(false);
            if (Files.exists(V6)) {
                PolicyRouting.rules(true);
            }
            return hasPorts(System.getProperty("os.version"));
        } catch (LinuxException _) {
            return false;
        }
    }

    /** From Linux 4.17 on: older ones take such a rule for one without ports. */
    static boolean hasPorts(String release) {
        Matcher numbers = RELEASE.matcher(release);
        return numbers.matches()
                && Integer.parseInt(numbers.group(1)) * 1000 + Integer.parseInt(numbers.group(2)) >= 4017;
    }

    @Override
    public boolean isAble() {
        return able;
    }

    @Override
    public News news(Set<IpPrefix> prefixes) {
        List<NetworkMessage> heard = news.news();
        boolean first = !asked;
        asked = true;
        if (heard.stream().anyMatch(KernelUnderlay::isOfLinks)) {
            return News.LINKS;
        }
        return first || heard.stream().anyMatch(message -> concerns(message, prefixes)) ? News.ROUTES : News.NONE;
    }

    /** Of routes that go with a link or an address the kernel says nothing; of what was lost nobody knows. */
    private static boolean isOfLinks(NetworkMessage message) {
        return message instanceof NetworkMessage.Link
                || message instanceof NetworkMessage.Address
                || message instanceof NetworkMessage.Lost;
    }

    private static boolean concerns(NetworkMessage message, Set<IpPrefix> prefixes) {
        if (message instanceof NetworkMessage.Route route) {
            IpPrefix changed = IpPrefix.around(route.destination(), route.bits());
            return UnderlayTable.TUNNEL_MAKERS.contains(route.protocol())
                    || prefixes.stream().anyMatch(changed::overlaps);
        }
        return true;
    }

    @Override
    public List<PolicyRule> rules(boolean v6) throws LinuxException {
        return v6 && !hasV6 ? List.of() : PolicyRouting.rules(v6);
    }

    @Override
    public List<TableRoute> routes(boolean v6, long table) throws LinuxException {
        return v6 && !hasV6 ? List.of() : PolicyRouting.routes(v6, table);
    }

    @Override
    public void add(PolicyRule rule) throws LinuxException {
        unless(Errno.EEXIST, () -> PolicyRouting.add(rule));
    }

    @Override
    public void delete(PolicyRule rule) throws LinuxException {
        unless(Errno.ENOENT, () -> PolicyRouting.delete(rule));
    }

    @Override
    public void put(TableRoute route, long table) throws LinuxException {
        PolicyRouting.put(route, table);
    }

    @Override
    public void delete(TableRoute route, long table) throws LinuxException {
        unless(Errno.ESRCH, () -> PolicyRouting.delete(route, table));
    }

    private interface Order {
        void give() throws LinuxException;
    }

    private static void unless(int errno, Order order) throws LinuxException {
        try {
            order.give();
        } catch (LinuxException e) {
            if (e.errno() != errno) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        news.close();
    }
}
