// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.answer.Counters;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks an answerer without sockets; questions are written and answers read by dnsjava. */
public final class Asker {

    private static final WireName APEX = WireName.of("clusterset.local");

    /** Moves the place where cut answers begin. */
    public final AtomicLong nanos = new AtomicLong();

    private final AtomicReference<Zone> zone = new AtomicReference<>();
    private final ZoneCompiler compiler;
    private final Answerers answerers;
    private final Answerer answerer;
    private final ClientAddress client = new ClientAddress();
    private final byte[] target = new byte[Answerer.MAX_OCTETS];

    public Asker() {
        this("", false);
    }

    public Asker(String identity, boolean clusterQualifiedNames) {
        this(identity, clusterQualifiedNames, 0);
    }

    public Asker(String identity, boolean clusterQualifiedNames, int responsesPerSecond) {
        this(identity, clusterQualifiedNames, responsesPerSecond, 0, null);
    }

    /** Asks an answerer that gives this many addresses of a ClusterSetIP service at once, and has cluster-qualified names. */
    public static Asker limitedTo(int addressesPerAnswer) {
        return new Asker("", true, 0, addressesPerAnswer, null);
    }

    /** Asks an answerer that signs. */
    public Asker(ZoneSigner signer) {
        this("", false, 0, 0, signer);
    }

    private Asker(
            String identity,
            boolean clusterQualifiedNames,
            int responsesPerSecond,
            int addressesPerAnswer,
            @Nullable ZoneSigner signer) {
        compiler = new ZoneCompiler(
                APEX, List.of(InetAddress.ofLiteral("192.0.2.53")), clusterQualifiedNames, addressesPerAnswer);
        answerers = new Answerers(
                APEX,
                zone::get,
                identity,
                Duration.ofSeconds(10),
                responsesPerSecond,
                () -> Instant.ofEpochSecond(1_559_731_985),
                nanos::get,
                new Random(1),
                signer);
        answerer = answerers.create();
        from("192.0.2.1");
    }

    public Zone publish(View view, String... unreachable) {
        return publish(view, ClusterAddresses.NONE, unreachable);
    }

    public Zone publish(View view, ClusterAddresses addresses, String... unreachable) {
        Set<ClusterId> clusters = Arrays.stream(unreachable).map(ClusterId::new).collect(Collectors.toSet());
        zone.set(compiler.compile(view, clusters, addresses));
        return zone.get();
    }

    public void from(String address) {
        client.set(InetAddress.ofLiteral(address).getAddress());
    }

    public Counters counters() {
        return answerers.counters().getFirst();
    }

    /** Answers so far by origin, as {@code service cluster}; {@code -} where several clusters answered as one. */
    public Map<String, Long> answersByOrigin() {
        return compiler.origins().entrySet().stream()
                .filter(e -> counters().originAnswers(e.getValue()) > 0)
                .collect(Collectors.toMap(
                        e -> e.getKey().service() + " "
                                + Objects.requireNonNullElse(e.getKey().cluster(), "-"),
                        e -> counters().originAnswers(e.getValue())));
    }

    /** Until {@link #endBatch} all questions are of one batch, of the view that is published now. */
    public void beginBatch() {
        answerer.beginBatch(new byte[0], new int[1], 0);
    }

    public void endBatch() {
        answerer.endBatch();
    }

    /** The raw answer; empty: none. */
    public byte[] ask(byte[] query, Transport transport) {
        int length = answerer.answer(query, 0, query.length, target, 0, client, transport);
        return Arrays.copyOf(target, length);
    }

    public Message ask(Message query, Transport transport) {
        try {
            return new Message(ask(query.toWire(), transport));
        } catch (IOException e) {
            throw new AssertionError("dnsjava cannot read the answer", e);
        }
    }

    public Message ask(String name, int type) {
        return ask(query(name, type), Transport.UDP);
    }

    public static Message query(String name, int type) {
        try {
            return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
        } catch (IOException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** Response code, then the records of answer and authority in zone-file text, sorted within each section. */
    public String text(String name, String type) {
        Message answer = ask(query(name, Type.value(type)), Transport.STREAM);
        String records = lines(answer, Section.ANSWER) + lines(answer, Section.AUTHORITY);
        return Rcode.string(answer.getRcode()) + "\n" + records;
    }

    public static String lines(Message message, int section) {
        return message.getSection(section).stream()
                .filter(r -> r.getType() != Type.OPT)
                .map(r ->
                        "%s %d %s %s%n".formatted(r.getName(), r.getTTL(), Type.string(r.getType()), r.rdataToString()))
                .sorted()
                .collect(Collectors.joining());
    }
}
