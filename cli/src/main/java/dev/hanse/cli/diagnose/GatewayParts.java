// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.cli.diagnose.GatewayCheck.GatewayPart;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a gateway has of others and gives them: link, view, certificate, sources, exports, imports, saved files. */
final class GatewayParts {

    /** As many lines of one kind as fit on a screen. */
    private static final int SHOWN = 10;

    private GatewayParts() {}

    /** In the order in which one needs the other. */
    static List<GatewayPart> all(Clock clock) {
        return List.of(
                status -> certificate(status, clock.instant()),
                GatewayParts::link,
                GatewayParts::view,
                GatewayParts::sources,
                GatewayParts::exports,
                status -> writer("imports", status.path("imports")),
                status -> writer("consul-imports", status.path("consulImports")),
                GatewayParts::files,
                TunnelParts::look);
    }

    private static Stream<Diagnosis> link(JsonNode status) {
        JsonNode link = status.path("link");
        String address = link.path("address").asString("");
        return Stream.of(
                link.path("state").asString("").equals("up")
                        ? Diagnosis.ok("control-plane", address, "connected since " + since(link))
                        : Diagnosis.failed(
                                "control-plane",
                                address,
                                "not connected since " + since(link) + ": "
                                        + link.path("reason").asString(""),
                                "what is known is served meanwhile; check that the control plane runs and that this address is reached"));
    }

    private static String since(JsonNode node) {
        return node.path("since").asString("an unknown time");
    }

    private static Stream<Diagnosis> view(JsonNode status) {
        JsonNode view = status.path("view");
        return Stream.of(
                view.path("served").asBoolean(false)
                        ? Diagnosis.ok(
                                "view",
                                "",
                                view.path("services").asInt(0) + " services, "
                                        + view.path("peers").asInt(0) + " gateways of other clusters")
                        : Diagnosis.failed(
                                "view",
                                "",
                                "nothing is served yet",
                                "it comes with the first connection to the control plane"));
    }

    private static Stream<Diagnosis> certificate(JsonNode status, Instant now) {
        JsonNode certificate = status.path("certificate");
        String expires = certificate.path("expiresAt").asString("");
        if (isPast(expires, now)) {
            return Stream.of(
                    Diagnosis.failed(
                            "certificate",
                            "",
                            "it has ended at " + expires + ": "
                                    + certificate.path("lastFailure").asString(""),
                            "check the clock; else make a token for this gateway (hanse token create CLUSTER --gateway NAME) and restart it with that"));
        }
        return Stream.of(
                certificate.path("failures").asInt(0) == 0
                        ? Diagnosis.ok("certificate", "", "valid until " + expires)
                        : Diagnosis.warning(
                                "certificate",
                                "",
                                "valid until " + expires + ", and cannot be renewed: "
                                        + certificate.path("lastFailure").asString(""),
                                "see to that before it ends"));
    }

    private static boolean isPast(String time, Instant now) {
        try {
            return Instant.parse(time).isBefore(now);
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static Stream<Diagnosis> sources(JsonNode status) {
        return status.path("sources").valueStream().map(GatewayParts::source);
    }

    private static Diagnosis source(JsonNode source) {
        String name = source.path("name").asString("");
        if (source.path("stale").asBoolean(false)) {
            return Diagnosis.failed(
                    "source",
                    name,
                    "not read since " + since(source) + ": "
                            + source.path("staleReason").asString(""),
                    "what was read last stays exported; see to what is said");
        }
        return source.path("read").asBoolean(false)
                ? Diagnosis.ok("source", name, source.path("services").asInt(0) + " services exported")
                : Diagnosis.failed("source", name, "not read yet", "see the gateway's log");
    }

    private static Stream<Diagnosis> exports(JsonNode status) {
        JsonNode exports = status.path("exports");
        return Stream.concat(
                exports.path("refused")
                        .valueStream()
                        .limit(SHOWN)
                        .map(each -> Diagnosis.warning(
                                "export",
                                each.path("item").asString(""),
                                "refused by the control plane, "
                                        + each.path("reason").asString("") + ": "
                                        + each.path("message").asString(""),
                                "change the export")),
                lines(exports.path("errors")).map(each -> Diagnosis.warning("export", "", each, "change one of them")));
    }

    private static Stream<Diagnosis> writer(String check, JsonNode writer) {
        return Stream.of(
                        lines(writer.path("troubles"))
                                .map(each ->
                                        Diagnosis.failed(check, "", each, "nothing is written until it can be read")),
                        lines(writer.path("refused"))
                                .map(each ->
                                        Diagnosis.failed(check, "", each, "all others are written; see to this one")),
                        lines(writer.path("lacking"))
                                .map(each -> Diagnosis.warning(
                                        check, "", each, "apply the definitions that came with this version of Hanse")))
                .flatMap(each -> each);
    }

    private static Stream<Diagnosis> files(JsonNode status) {
        return Stream.concat(lines(status.path("stateFailures")), lines(status.path("viewFailures")))
                .map(each -> Diagnosis.failed(
                        "files", "", each, "check the disk of data-dir; nothing is lost while the gateway runs"));
    }

    private static Stream<String> lines(JsonNode list) {
        return list.valueStream().limit(SHOWN).map(each -> each.asString(""));
    }
}
