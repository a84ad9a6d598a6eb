// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The nodes that are there whatever the view: apex, name server, schema version, what resolvers are checked by, and the name above all namespaces. */
final class ApexNodes {

    /** KEP-1645, DNS specification: version of the schema and its time to live. */
    private static final String SCHEMA_VERSION = "1.0.0";

    private static final int SCHEMA_TTL_SECONDS = 28_800;

    /** Where the host's name begins in an NS record. */
    private static final int NS_TARGET_OFFSET = 12;

    /**
     * Most addresses of {@code check.dns.<zone>}: too many for a message of 512 octets, few enough for one of 1232. They are private ones, as those of
     * endpoints are, and lead nowhere.
     */
    private static final int CHECK_ADDRESSES = 64;

    private static final ClusterId NOWHERE = new ClusterId("local");

    private ApexNodes() {}

    /**
     * The nodes of this zone.
     *
     * @param nameServer addresses of this responder as clients know them
     * @param addressesPerAnswer at most, from 1
     */
    static List<Node> of(WireName apex, List<InetAddress> nameServer, int addressesPerAnswer) {
        WireName dns = apex.child("dns");
        WireName host = dns.child("ns");
        List<Backends> self = nameServer.stream()
                .map(a -> new Backends(NOWHERE, List.of(), List.of(Endpoint.ready(a))))
                .toList();
        Addresses glue = new AddressRecords().all(self, RrSet.Order.ROTATING, Origins.NONE);
        RrSet ns = RrSet.withTargets(
                new RecordWriter(RecordType.NS, Soa.TTL_SECONDS).add(host.octets()),
                new Addresses[] {glue},
                NS_TARGET_OFFSET,
                null);
        RrSet schema = text(SCHEMA_VERSION, SCHEMA_TTL_SECONDS);
        return List.of(
                new Node(apex, Addresses.NONE, ns, true, false, Node.NO_ORIGIN),
                Node.empty(dns),
                new Node(host, glue, null, false, false, Node.NO_ORIGIN),
                checked(dns.child("check"), Math.min(CHECK_ADDRESSES, addressesPerAnswer)),
                new Node(apex.child("dns-version"), Addresses.NONE, schema, false, false, Node.NO_ORIGIN),
                Node.empty(apex.child("svc")));
    }

    /** What a check of resolvers asks for: whether they take private addresses, and answers as long as they get here. Its text says how many there are. */
    private static Node checked(WireName name, int count) {
        List<Backends> backends = Stream.concat(
                        IntStream.rangeClosed(1, count).mapToObj("10.53.53.%d"::formatted),
                        Stream.of("fd68:616e:7365::53"))
                .map(address ->
                        new Backends(NOWHERE, List.of(), List.of(Endpoint.ready(InetAddress.ofLiteral(address)))))
                .toList();
        Addresses addresses = new AddressRecords().all(backends, RrSet.Order.ROTATING, Origins.NONE);
        return new Node(name, addresses, text("addresses=" + count, Soa.TTL_SECONDS), false, false, Node.NO_ORIGIN);
    }

    /** A TXT record of one string, of at most 255 octets. */
    private static RrSet text(String ascii, int ttlSeconds) {
        byte[] string = ("\0" + ascii).getBytes(StandardCharsets.US_ASCII);
        string[0] = (byte) ascii.length();
        return RrSet.of(new RecordWriter(RecordType.TXT, ttlSeconds).add(string), RrSet.Order.ROTATING);
    }
}
