// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.PolicyRule;
import dev.hanse.net.linux.rtnetlink.TableRoute;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The kernel's rules and tables of routes, or a stand-in for them. One thread at a time. */
public interface UnderlayState extends AutoCloseable {

    /** What may have changed. */
    enum News {
        /** Nothing. */
        NONE,
        /** Rules or routes. */
        ROUTES,
        /** Links or addresses, with which the kernel deletes routes: nobody has to have taken those away. */
        LINKS
    }

    /** Whether the kernel has what is needed; without, nothing is asked or set. */
    boolean isAble();

    /**
     * What may have changed since the last call of rules, or routes into tunnels or around or within such prefixes; something the first time.
     *
     * @param prefixes that lead into a tunnel
     */
    News news(Set<IpPrefix> prefixes);

    /**
     * All rules of a family.
     *
     * @throws IOException if the kernel does not say
     */
    List<PolicyRule> rules(boolean v6) throws IOException;

    /**
     * All routes of a table and a family.
     *
     * @throws IOException if the kernel does not say
     */
    List<TableRoute> routes(boolean v6, long table) throws IOException;

    /**
     * Adds a rule; one that is there already is none more.
     *
     * @throws IOException if the kernel refuses
     */
    void add(PolicyRule rule) throws IOException;

    /**
     * Deletes a rule, if it is there.
     *
     * @throws IOException if the kernel refuses
     */
    void delete(PolicyRule rule) throws IOException;

    /**
     * Puts a route into a table, in place of what is there for the same destination and metric.
     *
     * @throws IOException if the kernel refuses
     */
    void put(TableRoute route, long table) throws IOException;

    /**
     * Takes a route out of a table, if it is there.
     *
     * @throws IOException if the kernel refuses
     */
    void delete(TableRoute route, long table) throws IOException;

    @Override
    void close();
}
