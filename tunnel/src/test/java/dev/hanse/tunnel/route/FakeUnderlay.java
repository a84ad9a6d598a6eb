// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.PolicyRule;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Packets;
import dev.hanse.net.linux.rtnetlink.TableRoute;
import java.io.IOException;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules and tables of a host that has what every host has: the main table is asked at last. */
public final class FakeUnderlay implements UnderlayState {

    private final List<PolicyRule> rules = new ArrayList<>(List.of(main(false), main(true)));
    private final Map<Long, List<TableRoute>> tables = new HashMap<>();
    private final List<String> orders = new ArrayList<>();
    private News news = News.ROUTES;
    private boolean able = true;
    private boolean refusing;

    private static PolicyRule main(boolean v6) {
        return new PolicyRule(v6, 32_766, PolicyRule.MAIN, 2, Packets.ALL);
    }

    /** What somebody else does. */
    void change(Runnable change) {
        change.run();
        news = News.ROUTES;
    }

    /** Whether it says no to everything. */
    void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** All that it was told to do, as words. */
    List<String> orders() {
        return orders;
    }

    List<PolicyRule> rules() {
        return rules;
    }

    /** What a table has; to be changed at will. */
    List<TableRoute> table(long number) {
        return tables.computeIfAbsent(number, _ -> new ArrayList<>());
    }

    /** What the kernel does itself where a link goes down and up. */
    void flap(Runnable change) {
        change.run();
        news = News.LINKS;
    }

    /** It has no rules that look at ports. */
    void cannot() {
        able = false;
    }

    @Override
    public boolean isAble() {
        return able;
    }

    @Override
    public News news(Set<IpPrefix> prefixes) {
        News now = news;
        news = News.NONE;
        return now;
    }

    @Override
    public List<PolicyRule> rules(boolean v6) {
        return rules.stream().filter(rule -> rule.v6() == v6).toList();
    }

    @Override
    public List<TableRoute> routes(boolean v6, long table) {
        return table(table).stream()
                .filter(route -> route.destination().address() instanceof Inet6Address == v6)
                .toList();
    }

    private void order(String words) throws IOException {
        if (refusing) {
            throw new IOException("EPERM");
        }
        orders.add(words);
    }

    @Override
    public void add(PolicyRule rule) throws IOException {
        order("add rule " + rule.packets());
        rules.add(rule);
    }

    @Override
    public void delete(PolicyRule rule) throws IOException {
        order("delete rule " + rule.packets());
        rules.remove(rule);
    }

    @Override
    public void put(TableRoute route, long table) throws IOException {
        order("put " + UnderlayTable.prefix(route));
        table(table).removeIf(each -> each.destination().equals(route.destination()));
        table(table).add(route);
    }

    @Override
    public void delete(TableRoute route, long table) throws IOException {
        order("delete " + UnderlayTable.prefix(route));
        table(table).remove(route);
    }

    @Override
    public void close() {}
}
