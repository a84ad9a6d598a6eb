// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects services that are larger than a message. */
class LargeServiceIT {
    private ViewProcess server;

    @BeforeEach
    void start() throws IOException {
        server = ViewProcess.start("127.0.0.1", "east");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void publish(int endpoints) throws IOException {
        server.publish(
                endpoints,
                "service n/large headless http/tcp/80\nendpoints n/large east "
                        + IntStream.range(0, endpoints)
                                .mapToObj(i -> "10.%d.%d.%d".formatted(i / 62_500, i / 250 % 250, i % 250))
                                .collect(Collectors.joining(" ")));
    }

    private String ask(String words) throws IOException, InterruptedException {
        return server.ask("kdig", "127.0.0.1", words);
    }

    private static Set<String> addresses(String printed) {
        return printed.lines()
                .filter(line -> line.startsWith("large.n.svc"))
                .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void givesFiveThousandEndpointsInSubsetsThatLast() throws Exception {
        publish(5_000);
        String question = "large.n.svc.clusterset.local A +bufsize=1232 +ignore";
        String first = ask(question);
        assertThat(first).contains("Flags: qr aa tc");
        assertThat(addresses(first)).hasSizeBetween(70, 75);
        // Once in some seconds the subset moves on, which may happen between two questions, but not twice in a row.
        Set<String> second = addresses(ask(question));
        Set<String> third = addresses(ask(question));
        assertThat(second).isIn(addresses(first), third);
        assertThat(third).isIn(second, addresses(ask(question)));
    }

    @Test
    void givesAsManyOverTcpAsAMessageHolds() throws Exception {
        publish(5_000);
        String large = ask("large.n.svc.clusterset.local A +tcp");
        assertThat(large).contains("Flags: qr aa").doesNotContain("aa tc");
        assertThat(addresses(large)).hasSizeBetween(4_080, 4_095);
        publish(4_000);
        assertThat(addresses(ask("large.n.svc.clusterset.local A +retry=0"))).hasSize(4_000);
        assertThat(ask("_http._tcp.large.n.svc.clusterset.local SRV +tcp"))
                .contains("Flags: qr aa")
                .doesNotContain("aa tc");
        publish(2);
        assertThat(addresses(ask("large.n.svc.clusterset.local A"))).containsExactly("10.0.0.0", "10.0.0.1");
    }
}
