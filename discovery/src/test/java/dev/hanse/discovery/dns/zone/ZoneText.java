// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All that a zone answers for some names, in words that can be compared: whichever arrays it lies in. */
final class ZoneText {

    private final Zone zone;
    private final Map<Integer, Origin> origins = new HashMap<>();

    /** @param origins by the numbers that one compiler has given, in the order in which they came */
    ZoneText(Zone zone, Map<Origin, Integer> origins) {
        this.zone = zone;
        origins.forEach((origin, number) -> this.origins.put(number, origin));
    }

    static @Nullable Node find(Zone zone, String name) {
        WireName wire = WireName.of(name);
        return zone.names().find(wire.octets(), wire.length(), wire.nameHash());
    }

    List<String> of(List<String> names) {
        List<String> lines = new ArrayList<>();
        lines.add(zone.names().size() + " names, " + zone.services() + " services, " + zone.panicServices() + " panic, "
                + zone.viewVersion());
        names.forEach(name -> lines.add(name + ": " + of(find(zone, name))));
        return lines;
    }

    private String of(@Nullable Node node) {
        if (node == null) {
            return "none";
        }
        return "types " + Arrays.toString(node.types()) + " origin " + origins.get(node.origin()) + " panic "
                + node.panic()
                + " packed " + HexFormat.of().formatHex(node.packed()) + " A " + of(node.records(RecordType.A))
                + " AAAA " + of(node.records(RecordType.AAAA)) + " SRV " + of(node.records(RecordType.SRV));
    }

    private String of(@Nullable RrSet set) {
        if (set == null) {
            return "none";
        }
        return set.count() + " of " + set.most() + " " + set.order() + " " + set.budgetOctets() + " "
                + HexFormat.of().formatHex(octets(set)) + " weights " + weights(set) + " origins " + origins(set)
                + " targets " + targets(set.targets());
    }

    static byte[] octets(RrSet set) {
        byte[] octets = new byte[set.octets()];
        if (set.copy(0, set.count(), octets, 0) != octets.length) {
            throw new AssertionError("not all records were copied");
        }
        return octets;
    }

    private static String weights(RrSet set) {
        return set.weighted()
                ? Arrays.toString(
                        IntStream.range(0, set.weight()).map(set::byWeight).toArray())
                : "none";
    }

    private String origins(RrSet set) {
        return IntStream.range(0, set.count())
                .mapToObj(i -> origins.get(set.origin(i, Node.NO_ORIGIN)))
                .toList()
                .toString();
    }

    private String targets(Addresses @Nullable [] targets) {
        return targets == null
                ? "none"
                : Arrays.stream(targets)
                        .map(each -> of(each.ipv4()) + "/" + of(each.ipv6()))
                        .toList()
                        .toString();
    }
}
