// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.model.ServiceType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Protects the answers as a whole: equal to a naive model of the zone after any series of views, and well formed
 * whatever is asked.
 */
class AnswererProperties {

    private static final List<String> CLUSTERS = List.of("east", "west", "a.b");
    private static final List<String> NAMES = List.of("n1/s1", "n1/s2", "n2/s1", "n2/s3");

    /** A zone as sets of text: owner and type to values; all owners and what lies above them exist. */
    private static final class Model {

        private final Map<String, Set<String>> records = new TreeMap<>();
        private final Set<String> names = new TreeSet<>();

        void add(String owner, String type, String value) {
            records.computeIfAbsent(owner + " " + type, k -> new TreeSet<>()).add(value);
            exists(owner);
        }

        void exists(String owner) {
            for (String name = owner;
                    name.endsWith("svc.clusterset.local");
                    name = name.substring(name.indexOf('.') + 1)) {
                names.add(name);
            }
        }
    }

    private static void randomService(Random random, String name, TestView view, Model model) {
        boolean headless = random.nextBoolean();
        String[] parts = name.split("/");
        String owner = parts[1] + "." + parts[0] + ".svc.clusterset.local";
        view.service(
                name,
                headless ? ServiceType.HEADLESS : ServiceType.CLUSTER_SET_IP,
                TestView.selection("spread"),
                "p/tcp/80");
        if (!headless) {
            model.exists("_p._tcp." + owner);
        }
        for (String cluster : CLUSTERS) {
            String[] endpoints = new String[random.nextInt(4)];
            for (int i = 0; i < endpoints.length; i++) {
                String address = "10.0." + random.nextInt(3) + "." + (1 + random.nextInt(3));
                String host = random.nextBoolean() ? "h" + random.nextInt(2) : "";
                boolean ready = random.nextInt(4) > 0;
                endpoints[i] = address + "," + host + ",1" + (ready ? "" : ",down");
                if (ready) {
                    model.add(owner, "A", address);
                    String target = (host.isEmpty() ? address.replace('.', '-') : host) + "." + cluster + "." + owner;
                    if (headless) {
                        model.add(target, "A", address);
                    }
                    model.add("_p._tcp." + owner, "SRV", "80 " + (headless ? target : owner) + ".");
                }
            }
            view.endpoints(name, cluster, endpoints);
        }
    }

    @Property(tries = 100)
    void agreesWithANaiveModelAfterEveryView(@ForAll long seed) {
        Random random = new Random(seed);
        Asker asker = new Asker();
        for (int version = 1; version <= 6; version++) {
            TestView view = new TestView("east");
            Model model = new Model();
            model.exists("svc.clusterset.local");
            NAMES.stream().filter(n -> random.nextInt(4) > 0).forEach(n -> randomService(random, n, view, model));
            asker.publish(view.version(version));
            compare(asker, model);
        }
    }

    private static void compare(Asker asker, Model model) {
        Set<String> asked = new TreeSet<>(model.names);
        NAMES.forEach(n -> asked.add(n.replace("/", ".") + ".svc.clusterset.local"));
        asked.addAll(model.names.stream().map(n -> "h0.east." + n).toList());
        for (String name : asked) {
            boolean fits = name.length() < 250;
            for (String type : fits ? List.of("A", "SRV", "TXT") : List.<String>of()) {
                Message answer = asker.ask(Asker.query(name, Type.value(type)), Transport.STREAM);
                boolean bareService = type.equals("SRV") && !name.startsWith("_");
                int rcode = model.names.contains(name) ? Rcode.NOERROR : Rcode.NXDOMAIN;
                assertThat(answer.getRcode()).as(name).isEqualTo(rcode);
                if (!bareService) {
                    assertThat(values(answer))
                            .as(name + " " + type)
                            .isEqualTo(model.records.getOrDefault(name + " " + type, Set.of()));
                }
            }
        }
    }

    private static Set<String> values(Message answer) {
        return answer.getSection(1).stream()
                .map(r -> r.rdataToString().replaceFirst("^0 \\d+ ", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Property(tries = 2_000)
    void survivesAnyOctets(@ForAll @Size(max = 300) byte[] octets) throws IOException {
        wellFormed(octets);
    }

    @Property(tries = 3_000)
    void survivesDamagedQueries(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Message query = Asker.query(
                random.nextBoolean() ? "s1.n1.svc.clusterset.local" : "clusterset.local", random.nextInt(260) + 1);
        query.addRecord(new OPTRecord(random.nextInt(5_000), 0, 0), 3);
        byte[] octets = query.toWire();
        for (int i = random.nextInt(4); i >= 0; i--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt();
        }
        wellFormed(random.nextInt(5) == 0 ? Arrays.copyOf(octets, random.nextInt(octets.length)) : octets);
    }

    private static void wellFormed(byte[] octets) throws IOException {
        Asker asker = new Asker("gw-1", false);
        asker.publish(new TestView("east")
                .headless("n1/s1", "p/tcp/80")
                .endpoints("n1/s1", "east", "10.0.0.1", "10.0.0.2,h", "fd00::1")
                .version(1));
        byte[] answer = asker.ask(octets, Transport.UDP);
        if (octets.length < 12 || (octets[2] & 0x80) != 0) {
            assertThat(answer).isEmpty();
            return;
        }
        assertThat(answer.length).isBetween(12, 1232);
        Message read = new Message(answer);
        assertThat(answer).startsWith(octets[0], octets[1]);
        assertThat(read.numBytes()).isEqualTo(answer.length);
        assertThat(read.getHeader().getOpcode()).isEqualTo(octets[2] >> 3 & 0xf);
    }
}
