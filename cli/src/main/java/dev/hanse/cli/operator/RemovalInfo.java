// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.Removal;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a removal ends. Fields as in {@code hanse.v1.Removal}. */
record RemovalInfo(List<String> gateways, List<String> services, int serviceCount, int endpointCount) {

    /** As many names as fit on a screen. */
    private static final int SHOWN = 20;

    /** Null: an older control plane, which does not say. */
    static @Nullable RemovalInfo known(boolean said, Removal removal) {
        return said ? of(removal) : null;
    }

    static RemovalInfo of(Removal removal) {
        return new RemovalInfo(
                List.copyOf(removal.getGatewaysList()),
                removal.getServicesList().stream()
                        .map(name -> name.getNamespace() + "/" + name.getName())
                        .toList(),
                removal.getServiceCount(),
                removal.getEndpointCount());
    }

    /** As {@code 1 gateway, 3 services and 7 endpoints}. */
    String counts() {
        return counted(gateways.size(), "gateway") + ", " + counted(serviceCount, "service") + " and "
                + counted(endpointCount, "endpoint");
    }

    private static String counted(int count, String what) {
        return Integer.toUnsignedString(count) + " " + what + (count == 1 ? "" : "s");
    }

    /** Names what goes. */
    void print(PrintWriter out) {
        out.println("gateways: " + String.join(", ", gateways));
        out.println("services: " + (services.isEmpty() ? "none" : names()));
    }

    private String names() {
        List<String> shown = services.subList(0, Math.min(SHOWN, services.size()));
        int more = serviceCount - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
