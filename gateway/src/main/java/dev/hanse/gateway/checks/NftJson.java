// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@code nft --json list table} prints, or {@code list chains} (libnftables-json(5)). */
final class NftJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Set<String> FAMILIES = Set.of("ip", "ip6", "inet");

    private final Map<Long, String> texts;
    private final Map<String, List<Rule>> chains = new HashMap<>();
    private final List<Table.Base> forward = new ArrayList<>();

    private NftJson(Map<Long, String> texts) {
        this.texts = texts;
    }

    /** A table by its family and name, and whether iptables made it. */
    record Place(String family, String table, boolean iptables) {}

    /** Tables with a chain for what is forwarded, of those that {@code list chains} names. */
    static Set<Place> places(String json) {
        Set<Place> found = new LinkedHashSet<>();
        for (JsonNode each : MAPPER.readTree(json).path("nftables")) {
            JsonNode chain = each.path("chain");
            if (isForward(chain) && FAMILIES.contains(text(chain, "family"))) {
                boolean iptables = text(chain, "name").equals("FORWARD")
                        && !text(chain, "family").equals("inet")
                        && Set.of("filter", "mangle", "security").contains(text(chain, "table"));
                found.add(new Place(text(chain, "family"), text(chain, "table"), iptables));
            }
        }
        return found;
    }

    /**
     * A table.
     *
     * @param texts rules as people write them, by handle
     */
    static Table table(Place place, String json, Map<Long, String> texts) {
        NftJson reader = new NftJson(texts);
        boolean dormant = false;
        for (JsonNode each : MAPPER.readTree(json).path("nftables")) {
            dormant |= each.path("table").path("flags").toString().contains("dormant");
            reader.chain(each.path("chain"));
            reader.rule(each.path("rule"));
        }
        return new Table(
                place.family(),
                place.table(),
                place.iptables() ? Table.Tool.IPTABLES : Table.Tool.NFTABLES,
                reader.chains,
                dormant ? List.of() : reader.forward);
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

    private void rule(JsonNode rule) {
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
