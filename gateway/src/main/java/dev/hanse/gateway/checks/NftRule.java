// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.address.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads the statements of one rule. */
final class NftRule {

    /** Statements that let a packet go on. */
    private static final Set<String> PASSING = Set.of(
            "counter",
            "log",
            "comment",
            "mangle",
            "notrack",
            "flow",
            "ct helper",
            "ct timeout",
            "set",
            "map",
            "secmark");

    private final String text;
    private final List<Match> matches = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    NftRule(String text) {
        this.text = text;
    }

    /** One rule; or several where a map has several verdicts. */
    List<Rule> read(JsonNode statements) {
        statements.forEach(each -> each.properties().forEach(entry -> statement(entry.getKey(), entry.getValue())));
        return rules;
    }

    private void statement(String kind, JsonNode value) {
        switch (kind) {
            case "match" -> matches.add(match(value));
            case "accept" -> end(Verdict.Plain.ACCEPT);
            case "drop", "reject" -> end(Verdict.Plain.DROP);
            case "return" -> end(Verdict.Plain.RETURN);
            case "jump" -> end(new Verdict.Jump(NftJson.text(value, "target"), true));
            case "goto" -> end(new Verdict.Jump(NftJson.text(value, "target"), false));
            case "vmap" -> map(value);
            case "xt" -> extension(value);
            case "continue" -> {}
            default -> {
                if (kind.equals("limit")) {
                    matches.add(Match.UNKNOWN);
                } else if (!PASSING.contains(kind)) {
                    end(Verdict.Plain.UNKNOWN);
                }
            }
        }
    }

    private void end(Verdict verdict) {
        rules.add(new Rule(text, List.copyOf(matches), verdict));
    }

    /** Of iptables, which nft cannot show in JSON. */
    private void extension(JsonNode value) {
        switch (NftJson.text(value, "type") + " " + NftJson.text(value, "name")) {
            case "match comment" -> {}
            case "target REJECT", "target DROP" -> end(Verdict.Plain.DROP);
            case "target NFQUEUE" -> end(Verdict.Plain.UNKNOWN);
            default -> {
                if (NftJson.text(value, "type").equals("match")) {
                    matches.add(Match.UNKNOWN);
                }
            }
        }
    }

    /** A verdict for each value: of connection tracking they are known, of others any may be ours. */
    private void map(JsonNode value) {
        boolean states = value.path("key").path("ct").path("key").asString("").equals("state");
        if (!states) {
            end(Verdict.Plain.UNKNOWN);
            return;
        }
        for (JsonNode pair : value.path("data").path("set")) {
            matches.add(state(pair.path(0)));
            pair.path(1).properties().forEach(entry -> statement(entry.getKey(), entry.getValue()));
            matches.removeLast();
        }
    }

    private static Match match(JsonNode match) {
        String operator = NftJson.text(match, "op");
        boolean equal = operator.equals("==") || operator.equals("in");
        if (!equal && !operator.equals("!=")) {
            return Match.UNKNOWN;
        }
        return Match.negatedIf(!equal, condition(match.path("left"), match.path("right")));
    }

    private static Match condition(JsonNode left, JsonNode right) {
        JsonNode meta = left.path("meta");
        JsonNode payload = left.path("payload");
        return switch (NftJson.text(meta, "key")
                + NftJson.text(payload, "field")
                + " "
                + NftJson.text(left.path("ct"), "key")) {
            case "iifname ", "iif " -> any(right, Match::input);
            case "oifname ", "oif " -> any(right, Match::output);
            case "nfproto " -> any(right, family -> Match.family(family.equals("ipv6")));
            case "l4proto ", "nexthdr " -> any(right, name -> Match.protocol(Set.of(name)));
            // That of the frame, or that which an IPv4 header tells.
            case "protocol " ->
                meta.isMissingNode()
                        ? any(right, name -> Match.protocol(Set.of(name)))
                        : any(right, NftRule::frameProtocol);
            case "saddr " -> addresses(payload, right, Match::source);
            case "daddr " -> addresses(payload, right, Match::destination);
            case " state" -> state(right);
            // Our packets are not translated.
            case " status" ->
                values(right).contains("dnat") && values(right).size() == 1 ? _ -> Answer.NO : Match.UNKNOWN;
            default -> Match.UNKNOWN;
        };
    }

    private static Match frameProtocol(String name) {
        return switch (name) {
            case "ip" -> Match.family(false);
            case "ip6" -> Match.family(true);
            default -> _ -> Answer.NO;
        };
    }

    private static Match state(JsonNode right) {
        Set<String> states = Set.copyOf(values(right));
        return states.stream().anyMatch(state -> state.startsWith("@")) ? Match.UNKNOWN : Match.state(states);
    }

    private static Match addresses(JsonNode payload, JsonNode right, Function<IpPrefix, Match> match) {
        return NftJson.text(payload, "protocol").startsWith("ip")
                ? any(right, text -> match.apply(IpPrefix.parse(withLength(text))))
                : Match.UNKNOWN;
    }

    private static String withLength(String address) {
        return address.contains("/") ? address : address + (address.contains(":") ? "/128" : "/32");
    }

    private static Match any(JsonNode right, Function<String, Match> match) {
        List<String> values = values(right);
        // A range, or the name of a set whose elements we have not asked for.
        if (values.isEmpty() || values.stream().anyMatch(value -> value.startsWith("@"))) {
            return Match.UNKNOWN;
        }
        try {
            return Match.any(values.stream().map(match).toList());
        } catch (IllegalArgumentException _) {
            return Match.UNKNOWN;
        }
    }

    /** Of one value, a list or a set; a named set is {@code @name}. */
    private static List<String> values(JsonNode right) {
        List<String> values = new ArrayList<>();
        if (right.isArray()) {
            right.forEach(each -> values.addAll(values(each)));
        } else if (right.has("set")) {
            values.addAll(values(right.path("set")));
        } else if (right.has("prefix")) {
            values.add(NftJson.text(right.path("prefix"), "addr")
                    + "/"
                    + right.path("prefix").path("len").asInt());
        } else {
            values.add(right.isValueNode() ? right.asString() : "@");
        }
        return values;
    }
}
