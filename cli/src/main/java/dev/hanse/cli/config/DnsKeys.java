// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsTls;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code dns} of {@code gateway.yaml}. */
final class DnsKeys {

    private static final Key<List<InetSocketAddress>> LISTEN = Key.of("listen", Form.ADDRESSES)
            .meaning("Where UDP and TCP are answered, at most 16; port 0 takes a free port that both share.");

    private static final Key<String> ZONE = Key.of("zone", Form.TEXT)
            .meaning("The zone of the cluster set, at most 120 octets without a dot at the end.");

    private static final Key<Integer> WORKERS =
            Key.of("workers", Form.number(1, DnsConfig.MAX_WORKERS)).meaning("UDP threads for each address.");

    private static final Key<String> IDENTITY = Key.of(
                    "identity", Form.TEXT.printed(text -> text.isEmpty() ? "none" : text))
            .example("gw-1.east")
            .meaning("Told to whoever asks which gateway answered (NSID, id.server); leave it out to tell nothing.");

    private static final Key<Boolean> CLUSTER_QUALIFIED_NAMES = Key.of("cluster-qualified-names", Form.FLAG)
            .meaning("Addresses for CLUSTER.SERVICE.NAMESPACE.svc.ZONE too, as Submariner has them.");

    private static final Key<Integer> RESPONSES_PER_SECOND = Key.of(
                    "responses-per-second", Form.number(0, DnsConfig.MAX_RESPONSES_PER_SECOND))
            .meaning("UDP answers for each client network and worker; 0: no limit. Needed where strangers can ask.");

    private static final Key<Integer> ADDRESSES_PER_ANSWER = Key.of(
                    "addresses-per-answer", Form.number(0, DnsConfig.MAX_ADDRESSES_PER_ANSWER))
            .meaning(
                    "Addresses of a ClusterSetIP service in one answer, others in the next; 0: all. For clients that cannot take long answers.");

    private static final Section TLS = Section.of("tls")
            .printedWhenAbsent()
            .commented()
            .meaning("DNS over TLS; leave it out where nobody asks for it.");

    private static final Key<InetSocketAddress> TLS_LISTEN =
            Key.of("listen", Form.ADDRESS).meaning("Where it is answered; port 0 takes a free one.");

    private static final Key<Path> CERTIFICATE = Key.of("certificate", Form.PATH)
            .example("/etc/hanse/dns.pem")
            .meaning("PEM, the server's certificate first.");

    private static final Key<Path> PRIVATE_KEY = Key.of("private-key", Form.PATH)
            .example("/etc/hanse/dns-key.pem")
            .meaning("PEM in PKCS#8, without a password.");

    private static final Section DNSSEC =
            Section.of("dnssec").commented().meaning("Signs the zone; off unless it is there.");

    private static final Key<Path> KEY_FILE = Key.of("key-file", Form.PATH)
            .example("/etc/hanse/dnssec.key")
            .meaning(
                    "The same key, made by hanse dns-key create, on every gateway of the cluster; by default dnssec.key in data-dir.");

    private DnsKeys() {}

    static DnsConfig describe(Keys keys, DnsConfig now, Path dataDir) {
        List<InetSocketAddress> listen = keys.value(LISTEN, now.listen());
        String zone = keys.value(ZONE, now.zone());
        int workers = keys.value(WORKERS, now.workers());
        String identity = keys.value(IDENTITY, now.identity());
        boolean clusterQualifiedNames = keys.value(CLUSTER_QUALIFIED_NAMES, now.clusterQualifiedNames());
        int responsesPerSecond = keys.value(RESPONSES_PER_SECOND, now.responsesPerSecond());
        int addressesPerAnswer = keys.value(ADDRESSES_PER_ANSWER, now.addressesPerAnswer());
        Optional<DnsTls> tls = keys.section(TLS, now.tls().isPresent()).map(section -> tls(section, now.tls()));
        Optional<Path> signingKey = keys.section(DNSSEC, now.signingKey().isPresent())
                .map(section ->
                        dnssec(section, now.signingKey().orElseGet(() -> dataDir.resolve(DnsConfig.DEFAULT_KEY_FILE))));
        keys.end();
        return new DnsConfig(
                listen,
                zone,
                workers,
                identity,
                clusterQualifiedNames,
                responsesPerSecond,
                addressesPerAnswer,
                tls,
                signingKey);
    }

    private static DnsTls tls(Keys keys, Optional<DnsTls> now) {
        InetSocketAddress listen =
                keys.value(TLS_LISTEN, now.map(DnsTls::listen).orElse(DnsTls.DEFAULT_LISTEN));
        Path certificate = keys.required(CERTIFICATE, now.map(DnsTls::certificateChain));
        Path privateKey = keys.required(PRIVATE_KEY, now.map(DnsTls::privateKey));
        keys.end();
        return new DnsTls(listen, certificate, privateKey);
    }

    private static Path dnssec(Keys keys, Path now) {
        Path file = keys.value(KEY_FILE, now);
        keys.end();
        return file;
    }
}
