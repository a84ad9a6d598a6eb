// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.OneLine;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.discovery.dns.forward.ForwardingCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Asks gateways and resolvers about the zone. One that does not know it, or gives not all answers, is a failure: any of them may be asked next. */
final class ZoneCheck {

    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private final ForwardingCheck check;
    private final String zone;

    /** What JSON says: one for each server; {@code role} is {@code gateway} or {@code resolver}. */
    record Answer(String server, String role, boolean known, String detail, String advice) {}

    ZoneCheck(ForwardingCheck check, String zone) {
        this.check = check;
        this.zone = zone;
    }

    /**
     * Prints what each one says.
     *
     * @param gateways asked first; may be none
     * @param resolvers those of the host if there are none
     * @throws CommandFailure if one does not know the zone, or not all of it; says what to do
     */
    void run(List<InetSocketAddress> gateways, List<InetSocketAddress> resolvers, Printer printer) {
        List<InetSocketAddress> asked = resolvers.isEmpty() ? ofThisHost() : resolvers;
        List<Answer> answers = Stream.concat(
                        gateways.stream().map(gateway -> ask(gateway, "gateway")),
                        asked.stream().map(resolver -> ask(resolver, "resolver")))
                .toList();
        printer.list(answers, table());
        answers.stream()
                .filter(answer -> !answer.advice().isEmpty())
                .findFirst()
                .ifPresent(answer -> {
                    throw failure(answer);
                });
    }

    private static List<InetSocketAddress> ofThisHost() {
        try {
            return ForwardingCheck.resolvers(RESOLV_CONF);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the DNS servers of this host are not known: " + OneLine.of(e), "name them with --resolver", e);
        }
    }

    private Answer ask(InetSocketAddress server, String role) {
        ForwardingCheck.Result result = check.check(server, zone);
        return new Answer(DnsAddress.text(server), role, result.forwarded(), result.detail(), result.advice());
    }

    private CommandFailure failure(Answer answer) {
        String lacks = answer.known() ? " does not give all answers about " : " does not know ";
        String what = answer.role() + " " + answer.server() + lacks + zone + ": " + answer.detail();
        return new CommandFailure(what, answer.advice());
    }

    private static Table<Answer> table() {
        return Table.<Answer>of()
                .column("SERVER", Answer::server)
                .column("ROLE", Answer::role)
                .column("KNOWS ZONE", answer -> answer.known() ? "yes" : "no")
                .column("DETAIL", Answer::detail);
    }
}
