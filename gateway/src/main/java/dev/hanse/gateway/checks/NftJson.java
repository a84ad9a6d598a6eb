// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@code nft --json list table} prints, or {@code list chain}, or {@code list chains} (libnftables-json(5)). */
final class NftJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Set<String> FAMILIES = Set.of("ip", "ip6", "inet");

    private final Place place;
    private final Map<String, List<Rule>> chains = new HashMap<>();
    private final List<Table.Base> forward = new ArrayList<>();
    private boolean dormant;

    /** Of that table nothing has been read yet. */
    NftJson(Place place) {
        this.place = place;
    }

    /**
     * A table with a chain for what is forwarded.
     *
     * @param iptables whether iptables made it
     * @param forward those chains
     * @param chains how many it has in all
     */
    record Place(String family, String table, boolean iptables, List<String> forward, int chains) {}

    /** Tables with a chain for what is forwarded, of those that {@code list chains} names. */
    static List<Place> places(String json) {
        Map<List<String>, List<JsonNode>> tables = new LinkedHashMap<>();
        for (JsonNode each : MAPPER.readTree(json).path("nftables")) {
            JsonNode chain = each.path("chain");
            if (FAMILIES.contains(text(chain, "family"))) {
                tables.computeIfAbsent(List.of(text(chain, "family"), text(chain, "table")), _ -> new ArrayList<>())
                        .add(chain);
            }
        }
        return tables.entrySet().stream()
                .map(table -> place(table.getKey().getFirst(), table.getKey().getLast(), table.getValue()))
                .filter(place -> !place.forward().isEmpty())
                .toList();
    }

    private static Place place(String family, String table, List<JsonNode> chains) {
        List<String> forward = chains.stream()
                .filter(NftJson::isForward)
                .map(chain -> text(chain, "name"))
                .toList();
        boolean iptables = forward.contains("FORWARD")
                && !family.equals("inet")
                && Set.of("filter", "mangle", "security").contains(table);
        return new Place(family, table, iptables, forward, chains.size());
    }

    /**
     * Takes the whole table, or one of its chains.
     *
     * @param texts rules as people write them, by handle
     */
    void read(String json, Map<Long, String> texts) {
        for (JsonNode each : MAPPER.readTree(json).path("nftables")) {
            dormant |= each.path("table").path("flags").toString().contains("dormant");
            chain(each.path("chain"));
            rule(each.path("rule"), texts);
        }
    }

    /** Chains that rules lead to that were read. */
    Set<String> reached() {
        return chains.values().stream()
                .flatMap(List::stream)
                .flatMap(rule -> rule.verdict() instanceof Verdict.Jump jump ? Stream.of(jump.chain()) : Stream.empty())
                .collect(Collectors.toSet());
    }

    /** What was read. */
    Table table() {
        return new Table(
                place.family(),
                place.table(),
                place.iptables() ? Table.Tool.IPTABLES : Table.Tool.NFTABLES,
                chains,
                dormant ? List.of() : forward);
    }

    private void chain(JsonNode chain) {
        if (isForward(chain)) {
            forward.add(
                    new Table.Base(text(chain, "name"), text(chain, "policy").equals("drop")));
        }
    }

    private static boolean isForward(JsonNode chain) {
        return text(chain, "hook").equals("forward") && text(chain, "type").equals("filter");
    }

    private void rule(JsonNode rule, Map<Long, String> texts) {
        if (rule.isObject()) {
            long handle = rule.path("handle").asLong(0);
            String text = texts.getOrDefault(handle, "handle " + handle);
            chains.computeIfAbsent(text(rule, "chain"), _ -> new ArrayList<>())
                    .addAll(new NftRule(text).read(rule.path("expr")));
        }
    }

    static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
