// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.SocketNumbers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rules of policy routing, and whole tables of routes, in the network namespace of whoever asks. Each call is one question or order to the kernel. Stateless. */
public final class PolicyRouting {

    private static final int TABLE_NUMBER = 15;

    private PolicyRouting() {}

    /**
     * All rules of a family, in no order.
     *
     * @throws LinuxException if the kernel does not say, as where it has no rules or no such family
     */
    public static List<PolicyRule> rules(boolean v6) throws LinuxException {
        ByteBuffer request =
                RouteSocket.request(RuleCodec.GET, RuleCodec.HEADER).put(family(v6));
        return told(request, RuleCodec.NEW, RuleCodec::read);
    }

    /**
     * All routes of a table and a family, whoever made them.
     *
     * @param table 32 bits
     * @throws LinuxException if the kernel does not say
     */
    public static List<TableRoute> routes(boolean v6, long table) throws LinuxException {
        ByteBuffer request = RouteSocket.request(RouteSocket.GET_ROUTE, MessageReader.ROUTE + 8)
                .put(family(v6))
                .put(new byte[11]);
        NetlinkOrder.attribute(request, TABLE_NUMBER, (int) table);
        try {
            return told(request, TableCodec.NEW, body -> TableCodec.read(body, table));
        } catch (LinuxException e) {
            // Of a table in which nothing was ever put.
            if (e.errno() == Errno.ENOENT) {
                return List.of();
            }
            throw e;
        }
    }

    private static byte family(boolean v6) {
        return (byte) (v6 ? SocketNumbers.AF_INET6 : SocketNumbers.AF_INET);
    }

    private static <T> List<T> told(ByteBuffer request, short type, Function<ByteBuffer, Optional<T>> reader)
            throws LinuxException {
        return WholeAnswer.of(() -> {
            List<T> told = new ArrayList<>();
            RouteSocket.ask(request, (kind, body) -> {
                if (kind == type) {
                    reader.apply(body).ifPresent(told::add);
                }
            });
            return told;
        });
    }

    /**
     * Adds a rule.
     *
     * @throws LinuxException if the kernel refuses; of {@link Errno#EEXIST}: it is there
     */
    public static void add(PolicyRule rule) throws LinuxException {
        order(RuleCodec.order(RuleCodec.NEW, NetlinkOrder.ORDER | NetlinkOrder.CREATE, rule));
    }

    /**
     * Deletes a rule.
     *
     * @throws LinuxException if the kernel refuses; of {@link Errno#ENOENT}: there is none
     */
    public static void delete(PolicyRule rule) throws LinuxException {
        order(RuleCodec.order(RuleCodec.DELETE, NetlinkOrder.ORDER, rule));
    }

    /**
     * Puts a route into a table, in place of what is there for the same destination and metric.
     *
     * @throws LinuxException if the kernel refuses
     */
    public static void put(TableRoute route, long table) throws LinuxException {
        order(TableCodec.put(route, table));
    }

    /**
     * Takes a route out of a table: that of the same destination, metric and maker.
     *
     * @throws LinuxException if the kernel refuses; of {@link Errno#ESRCH}: there is none
     */
    public static void delete(TableRoute route, long table) throws LinuxException {
        order(TableCodec.delete(route, table));
    }

    private static void order(ByteBuffer order) throws LinuxException {
        RouteSocket.ask(order, (_, _) -> {});
    }
}
