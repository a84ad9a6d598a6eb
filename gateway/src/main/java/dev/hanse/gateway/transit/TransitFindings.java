// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import dev.hanse.gateway.checks.Finding;
import dev.hanse.gateway.checks.ToldFindings;
import dev.hanse.gateway.tables.KeptTable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why transit is tracked all the same. */
final class TransitFindings {

    private static final Logger LOG = LoggerFactory.getLogger(Transit.class);

    private static final String HARM =
            "; where a filter drops what belongs to no connection that it knows, connections hang as soon as a cluster has several gateways";

    private static final Finding ROUTES_UNKNOWN = new Finding(
            Finding.Code.TRANSIT_TRACKED,
            "transit between clusters is tracked, since the kernel does not tell its routes and links" + HARM,
            "see whether ip link and ip route show them in the gateway's network namespace");

    private final KeptTable table;
    private final Path file;
    private volatile boolean routesUnknown;
    private volatile Runnable onChange = () -> {};
    private final ToldFindings told = new ToldFindings(LOG);

    /** @param file with the text of the table */
    TransitFindings(KeptTable table, Path file) {
        this.table = table;
        this.file = file;
    }

    /** At the moment of the call. Any thread. */
    List<Finding> now() {
        return Stream.concat(
                        table.trouble().map(this::finding).stream(),
                        Stream.of(ROUTES_UNKNOWN).filter(_ -> routesUnknown))
                .toList();
    }

    /** Whether the kernel has not said which routes it has. Any thread. */
    void routesUnknown(boolean unknown) {
        routesUnknown = unknown;
    }

    /** @param listener hears of each change, on the thread that tells. Any thread. */
    void listen(Runnable listener) {
        onChange = listener;
    }

    private Finding finding(KeptTable.Trouble trouble) {
        return switch (trouble.kind()) {
            case MISSING ->
                new Finding(
                        Finding.Code.TRANSIT_TRACKED,
                        "the program nft is missing, so that transit between clusters is tracked" + HARM,
                        "install nftables, or set tunnel.untrack-transit: false where no filter does so");
            case REFUSED, LATE, UNWRITTEN ->
                new Finding(
                        Finding.Code.TRANSIT_TRACKED,
                        "transit between clusters is tracked, since its table cannot be set: " + trouble.text() + HARM,
                        trouble.remedy(file));
            case CONTESTED ->
                new Finding(
                        Finding.Code.TRANSIT_TRACKED,
                        "transit between clusters is tracked at times, since its table does not stay: " + trouble.text()
                                + HARM,
                        "see who changes it (nft monitor), and have it leave tables of others alone, or set"
                                + " tunnel.untrack-transit: false where no filter does so");
        };
    }

    /** Each once when it comes and once when it goes. One thread. */
    void tell() {
        if (told.tell(now())) {
            onChange.run();
        }
    }
}
