// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the status of a gateway: whether it has what it needs, and whether it reaches the others. */
final class GatewayCheck implements Check {

    private final StatusPage page;
    private final boolean expected;
    private final List<GatewayPart> parts;

    /** @param expected whether there has to be one */
    GatewayCheck(StatusPage page, boolean expected, List<GatewayPart> parts) {
        this.page = page;
        this.expected = expected;
        this.parts = List.copyOf(parts);
    }

    /** One part of the status. */
    @FunctionalInterface
    interface GatewayPart {
        Stream<Diagnosis> look(JsonNode status);
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public List<Diagnosis> look() throws InterruptedException {
        JsonNode status;
        try {
            status = page.read();
        } catch (IOException e) {
            return List.of(absent(e));
        }
        List<Diagnosis> found = new ArrayList<>();
        found.add(identity(status));
        parts.forEach(part -> part.look(status).forEach(found::add));
        return found;
    }

    private Diagnosis absent(IOException e) {
        String text = "no gateway answers at " + page.address() + " (" + e + ")";
        return expected
                ? Diagnosis.failed(
                        name(), "", text, "start it, and see its log; or name the address of its status-listen")
                : Diagnosis.skipped(name(), text, "run this where a gateway runs, or name it: --gateway URL");
    }

    private Diagnosis identity(JsonNode status) {
        String id = status.path("cluster").asString("") + "/"
                + status.path("gateway").asString("");
        String version = status.path("softwareVersion").asString("");
        return status.path("ready").asBoolean(false)
                ? Diagnosis.ok(name(), id, "ready, version " + version)
                : Diagnosis.failed(name(), id, "not ready, version " + version, "see what failed below, and its log");
    }
}
