// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.corefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hanse.discovery.dns.corefile.CorefileEdit.Found;
import dev.hanse.discovery.dns.forward.ForwardingConfig;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects Corefiles of others: the block goes in and out, all else is the same octet for octet, and what is not understood is not touched. */
final class CorefileEditTest {

    private static final String ZONE = "clusterset.local";

    /** As kubeadm writes it. */
    private static final String KUBEADM = """
            .:53 {
                errors
                health {
                   lameduck 5s
                }
                kubernetes cluster.local in-addr.arpa ip6.arpa {
                   pods insecure
                   fallthrough in-addr.arpa ip6.arpa
                   ttl 30
                }
                forward . /etc/resolv.conf {
                   max_concurrent 1000
                }
                cache 30 {
                   disable success cluster.local
                   disable denial cluster.local
                }
                loop
                reload
                loadbalance
            }
            """;

    private static ForwardingConfig to(String... addresses) {
        return new ForwardingConfig(
                ZONE,
                List.of(addresses).stream()
                        .map(each -> new InetSocketAddress(each, 53))
                        .toList());
    }

    @Test
    void theBlockStandsBeforeAllThatWasThere() {
        String after = CorefileEdit.with(KUBEADM, to("192.0.2.1"));
        assertThat(after).endsWith(KUBEADM).isEqualTo("""
                # hanse begin clusterset.local (what stands up to the end mark is written by 'hanse dns-config --apply')
                clusterset.local:53 {
                    errors
                    forward . 192.0.2.1
                }
                # hanse end clusterset.local
                """ + KUBEADM);
        assertThat(CorefileEdit.find(KUBEADM, ZONE)).isEqualTo(Found.NOTHING);
        assertThat(CorefileEdit.find(after, ZONE)).isEqualTo(Found.MARKED);
    }

    @Test
    void onceIsEnoughAndOtherGatewaysReplaceTheBlockWhereItIs() {
        String once = "import extra\n" + CorefileEdit.with(KUBEADM, to("192.0.2.1"));
        assertThat(CorefileEdit.with(once, to("192.0.2.1"))).isEqualTo(once);
        String two = CorefileEdit.with(once, to("192.0.2.1", "192.0.2.2"));
        assertThat(two)
                .startsWith("import extra\n# hanse begin")
                .contains("forward . 192.0.2.1 192.0.2.2 {\n        max_fails 1\n")
                .endsWith(KUBEADM);
        assertThat(CorefileEdit.without(two, ZONE)).isEqualTo("import extra\n" + KUBEADM);
    }

    @Test
    void oneZoneLeavesTheBlockOfAnotherAlone() {
        String other = CorefileEdit.with(
                KUBEADM,
                new ForwardingConfig("clusterset.local.example", List.of(new InetSocketAddress("192.0.2.9", 53))));
        String both = CorefileEdit.with(other, to("192.0.2.1"));
        assertThat(CorefileEdit.without(both, ZONE)).isEqualTo(other);
        assertThat(CorefileEdit.find(other, ZONE)).isEqualTo(Found.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".:53 {\n    errors\n}",
                ".:53 {\r\n    errors\r\n}\r\n",
                "\n\n  # a comment { with a brace\n. {\n}\n\n\n",
                "(snip) {\n  errors\n}\n.:53 {\n  import snip\n  log . \"{a} { b \\\" c\"\n}\n# the end",
                "example:53,\nexample.org:53 {\n}\n.:53\n{\n}\n",
                "\t.:53 { # all\n}\nimport custom/*.server\n",
            })
    void whatGoesInComesOutOctetForOctet(String corefile) {
        String after = CorefileEdit.with(corefile, to("192.0.2.1", "2001:db8::1"));
        assertThat(after).isNotEqualTo(corefile).endsWith(corefile);
        assertThat(CorefileEdit.without(after, ZONE)).isEqualTo(corefile);
        assertThat(CorefileEdit.without(corefile, ZONE)).isEqualTo(corefile);
    }

    /** Pieces in any order: either it is refused, or it comes back as it was. */
    @Test
    void noOrderOfPiecesIsDamaged() {
        List<String> pieces = List.of(
                ".:53 {\n",
                "}\n",
                "} ",
                "errors\n",
                "import a/*.server\n",
                "\"quoted\n{\" ",
                "# {\n",
                "a, ",
                "{\n",
                "clusterset.local:53 ",
                "# hanse begin clusterset.local\n",
                "# hanse end clusterset.local\n",
                "\\\"",
                "\r\n",
                "(s) {\n",
                "import ");
        Random random = new Random(18);
        int edited = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? ".:53 {\n}\n" : "");
            for (int left = random.nextInt(8); left > 0; left--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            edited += comesBack(text.toString()) ? 1 : 0;
        }
        assertThat(edited).as("texts that were edited").isGreaterThan(500);
    }

    private static boolean comesBack(String text) {
        String after;
        try {
            if (CorefileEdit.find(text, ZONE) != Found.NOTHING) {
                return false;
            }
            after = CorefileEdit.with(text, to("192.0.2.1"));
        } catch (IllegalArgumentException _) {
            return false;
        }
        assertThat(CorefileEdit.without(after, ZONE)).isEqualTo(text);
        assertThat(CorefileEdit.find(after, ZONE)).isEqualTo(Found.MARKED);
        return true;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'.:53 {\n  errors\n'                                     | line 1: a block without its closing brace",
                "'.:53\nerrors\n'                                         | line 1: \"errors\" where a block in braces should begin",
                "'.:53 {\n}\n}\n'                                         | line 3: \"}\" where",
                "'.:53 {\n log \"x\n}\n'                                  | line 2: a quote is not closed",
                "'.:53 {\n}\nimport\n'                                    | line 3: an import of nothing",
                "'example.:53 {\n}\n'                                     | no block for all names",
                "'.:53 {\n}\ndns://ClusterSet.local. {\n}\n'              | line 3: a block of clusterset.local",
                "'.:53 {\n bind {\n  x\n }\n}\n'                          | \"bind\" has a block",
                "'.:53 {\n}\n# hanse end clusterset.local\n'              | are not one pair",
                "'# hanse begin clusterset.local\n.:53 {\n}\n'            | are not one pair",
                "'# hanse begin clusterset.local\n.:53 {\n}\n# hanse end clusterset.local\n' | something else than one block",
                "''                                                       | no block for all names",
            })
    void whatIsNotUnderstoodIsRefusedByItsLine(String corefile, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CorefileEdit.with(corefile, to("192.0.2.1")))
                .withMessageContaining(message);
    }

    @Test
    void aByteOrderMarkIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CorefileEdit.with("\ufeff" + KUBEADM, to("192.0.2.1")))
                .withMessageContaining("byte order mark");
    }

    @Test
    void theBlockListensWhereAllOtherNamesAreAsked() {
        String node =
                ".:5353 dns://.:1053 tls://. {\n    bind 169.254.20.10 10.96.0.10\n    forward . /etc/resolv.conf\n}\n";
        assertThat(CorefileEdit.with(node, to("192.0.2.1"))).contains("""
                clusterset.local:5353 clusterset.local:1053 {
                    errors
                    bind 169.254.20.10 10.96.0.10
                    forward . 192.0.2.1
                }
                """);
        assertThat(CorefileEdit.with(". {\n}\n", to("192.0.2.1"))).contains("clusterset.local {\n");
    }

    /** kubeadm's migration of Corefiles drops comments, and with them the marks. */
    @Test
    void aBlockThatLostItsMarksIsSeenAndLeft() {
        String lost = CorefileEdit.with(KUBEADM, to("192.0.2.1")).replaceAll("#.*\n", "");
        assertThat(CorefileEdit.find(lost, ZONE)).isEqualTo(Found.FOREIGN);
        assertThat(CorefileEdit.with(lost, to("192.0.2.1"))).isEqualTo(lost);
        assertThat(CorefileEdit.without(lost, ZONE)).isEqualTo(lost);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CorefileEdit.with(lost, to("192.0.2.2")))
                .withMessageContaining("line 1: a block of clusterset.local that Hanse did not mark");
    }

    @Test
    void importsOfServersAreSeen() {
        assertThat(CorefileEdit.importsServers(KUBEADM + "import /etc/coredns/custom/*.server\n"))
                .isTrue();
        assertThat(CorefileEdit.importsServers(".:53 {\n    import custom/*.override\n}\n"))
                .isFalse();
        assertThat(CorefileEdit.imported(KUBEADM, to("192.0.2.1"))).contains("clusterset.local:53 {\n");
    }
}
