// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.gateway.storage.SavedFile;
import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.node.routes.VxlanEnd;
import dev.hanse.node.routes.WantedRoutes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was known last, kept for the next start, when perhaps no gateway is there. Lines of words: {@code pods PREFIX…}, {@code services PREFIX…}, {@code gateways ADDRESS…},
 * {@code remote CLUSTER PREFIX ADDRESS…} for each prefix, {@code vxlan ADDRESS REMOTE PORT VNI} for each address of a gateway that takes packets so, {@code beside} on a node that has or had a gateway, and {@code device-of-gateway} where the VXLAN device is such a one's. One thread, which blocks.
 */
final class SavedRoutes {

    static final String FILE = "routes.state";

    private static final String OF_GATEWAY = "device-of-gateway";

    private static final int VXLAN_WORDS = 5;

    private final SavedFile file;

    SavedRoutes(Path path, Clock clock) {
        this.file = new SavedFile(new CheckedFile(path), clock, "routes stay as they are until a gateway is heard");
    }

    Optional<WantedRoutes> read() {
        return file.read(octets -> parse(new String(octets, StandardCharsets.UTF_8)));
    }

    void write(WantedRoutes routes) {
        file.write(text(routes).getBytes(StandardCharsets.UTF_8));
    }

    void retry() {
        file.retry();
    }

    static String text(WantedRoutes routes) {
        StringBuilder text = new StringBuilder()
                .append(line("pods", routes.pods()))
                .append(line("services", routes.services()))
                .append(line(
                        "gateways",
                        routes.gateways().stream()
                                .map(InetAddress::getHostAddress)
                                .toList()));
        routes.remote()
                .forEach((prefix, way) -> text.append(line(
                        "remote " + way.cluster() + " " + prefix,
                        way.hops().stream().map(InetAddress::getHostAddress).toList())));
        routes.vxlan().forEach((hop, end) -> text.append(line("vxlan " + hop.getHostAddress(), end)));
        return text.append(routes.beside() ? "beside\n" : "")
                .append(routes.ofGateway() ? OF_GATEWAY + "\n" : "")
                .toString();
    }

    /** What was refused is asked for again. */
    private static String line(String first, VxlanEnd end) {
        return end.refused().isEmpty()
                ? first + " " + end.remote().getHostAddress() + " " + end.port() + " " + end.vni() + "\n"
                : "";
    }

    private static String line(String first, Collection<?> words) {
        return words.stream().map(word -> " " + word).sorted().collect(Collectors.joining("", first, "\n"));
    }

    /** @throws IllegalArgumentException if it has another form */
    static WantedRoutes parse(String text) {
        Map<String, List<String>> lists = new HashMap<>();
        Map<IpPrefix, WantedRoutes.Way> remote = new HashMap<>();
        Map<InetAddress, VxlanEnd> vxlan = new HashMap<>();
        for (String line : text.split("\n")) {
            List<String> words = List.of(line.split(" "));
            if (words.getFirst().equals("remote") && words.size() > 2) {
                remote.put(
                        IpPrefix.parse(words.get(2)),
                        new WantedRoutes.Way(words.get(1), each(words.subList(3, words.size()), IpLiteral::parse)));
            } else if (words.getFirst().equals("vxlan") && words.size() == VXLAN_WORDS) {
                vxlan.put(
                        IpLiteral.parse(words.get(1)),
                        new VxlanEnd(
                                IpLiteral.parse(words.get(2)),
                                Integer.parseInt(words.get(3)),
                                Integer.parseInt(words.get(4)),
                                ""));
            } else {
                lists.put(words.getFirst(), words.subList(1, words.size()));
            }
        }
        return new WantedRoutes(
                each(lists.getOrDefault("pods", List.of()), IpPrefix::parse),
                each(lists.getOrDefault("services", List.of()), IpPrefix::parse),
                each(lists.getOrDefault("gateways", List.of()), IpLiteral::parse),
                remote,
                true,
                lists.containsKey("beside"),
                lists.containsKey(OF_GATEWAY),
                vxlan);
    }

    private static <T> Set<T> each(List<String> words, Function<String, T> parser) {
        return new HashSet<>(words.stream().map(parser).toList());
    }
}
