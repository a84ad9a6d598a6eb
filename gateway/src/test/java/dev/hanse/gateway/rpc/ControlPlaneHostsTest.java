// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects the link from the tunnel while names are asked for: an address that is in use does not go unknown. */
class ControlPlaneHostsTest {

    private static final ControlPlaneAddress NAME = new ControlPlaneAddress("cp.example", 9443);
    private static final ControlPlaneAddress LITERAL = new ControlPlaneAddress("192.0.2.1", 9443);

    private final Map<String, InetAddress[]> dns = new HashMap<>();
    private final List<Set<InetSocketAddress>> told = new ArrayList<>();
    private final ControlPlaneHosts hosts = new ControlPlaneHosts(Runnable::run, this::lookup);

    private InetAddress[] lookup(String host) throws UnknownHostException {
        InetAddress[] found = dns.get(host);
        if (found == null) {
            throw new UnknownHostException(host);
        }
        return found;
    }

    private void answer(String... addresses) {
        dns.put(
                NAME.host(),
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
    }

    private List<String> known() {
        return hosts.get().stream().map(InetAddress::getHostAddress).sorted().toList();
    }

    @Test
    void whatIsKnownOfANameStaysUntilDnsAnswersOtherwise() {
        answer("10.2.0.9");
        hosts.learn(List.of(NAME, LITERAL));
        hosts.listen(told::add);

        dns.clear();
        hosts.learn(List.of(NAME, LITERAL));
        hosts.refresh();
        assertThat(told).as("nothing has changed").hasSize(1);
        assertThat(known()).containsExactly("10.2.0.9", "192.0.2.1");

        answer("10.2.0.10");
        hosts.refresh();
        assertThat(known()).as("the link may go there still").containsExactly("10.2.0.10", "10.2.0.9", "192.0.2.1");
        hosts.learn(List.of(NAME));
        assertThat(known()).containsExactly("10.2.0.10");
        hosts.learn(List.of(LITERAL));
        assertThat(known()).containsExactly("192.0.2.1");
    }

    @Test
    void whatIsTooMuchIsLeftOut() {
        answer("10.2.0.9");
        hosts.learn(List.of(NAME));
        answer(IntStream.range(0, ControlPlaneHosts.MAX_KNOWN + 1)
                .mapToObj(i -> "10.3.0." + i)
                .toArray(String[]::new));
        hosts.refresh();
        assertThat(known()).containsExactly("10.2.0.9");
    }
}
