// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Protects the answers to messages that are built as queries are, each part right most of the time, so that what is
 * wrong lies deep inside.
 */
class BuiltMessageProperties {

    private static final List<String> NAMES = List.of(
            "web.n.svc.clusterset.local",
            "WEB.N.SVC.CLUSTERSET.LOCAL",
            "many.n.svc.clusterset.local",
            "_p._tcp.many.n.svc.clusterset.local",
            "h.east.many.n.svc.clusterset.local",
            "dns-version.clusterset.local",
            "clusterset.local",
            "svc.clusterset.local",
            "id.server",
            "example.org",
            "");
    private static final int[] TYPES = {
        1, 1, 1, 2, 6, 16, 28, 33, 33, 41, 64, 65, 128, 249, 250, 251, 252, 253, 254, 255
    };
    private static final int[] CLASSES = {1, 1, 1, 1, 1, 1, 3, 4, 254, 255};
    private static final int[] OPTIONS = {3, 8, 10, 10, 11, 12, 15, 65_001};

    private final Asker asker = new Asker("gw-1", true);

    BuiltMessageProperties() {
        String[] many = IntStream.range(0, 3_000)
                .mapToObj(i -> "10.0.%d.%d".formatted(i / 250, i % 250 + 1) + (i == 0 ? ",h" : ""))
                .toArray(String[]::new);
        asker.publish(new TestView("east")
                .clusterSetIp("n/web", "http/tcp/80")
                .endpoints("n/web", "east", "10.0.0.1", "fd00::1")
                .headless("n/many", "p/tcp/80")
                .endpoints("n/many", "east", many)
                .version(1));
    }

    @Property(tries = 4_000)
    void keepToTheRules(@ForAll long seed) throws IOException {
        AnswerRules.require(asker, message(new Random(seed)));
    }

    private static byte[] message(Random random) {
        int questions = rarely(random) ? random.nextInt(4) : 1;
        int opts = random.nextInt(5) == 0 ? random.nextInt(3) : 1;
        int others = rarely(random) ? random.nextInt(3) : 0;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < questions; i++) {
            body.writeBytes(name(random));
            body.writeBytes(words(pick(random, TYPES), pick(random, CLASSES)));
        }
        for (int i = 0; i < others; i++) {
            body.writeBytes(record(random, random.nextInt(300), bytes(random, 40)));
        }
        for (int i = 0; i < opts; i++) {
            body.writeBytes(record(random, 41, options(random)));
        }
        int flags = rarely(random) ? random.nextInt(1 << 16) : random.nextInt(1 << 11) & 0x7f0;
        byte[] header = words(
                random.nextInt(1 << 16), flags, lie(random, questions), lie(random, others), 0, lie(random, opts));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(header);
        message.writeBytes(body.toByteArray());
        return message.toByteArray();
    }

    private static boolean rarely(Random random) {
        return random.nextInt(8) == 0;
    }

    private static int lie(Random random, int truth) {
        return random.nextInt(20) == 0 ? random.nextInt(1 << 16) : truth;
    }

    private static int pick(Random random, int[] from) {
        return from[random.nextInt(from.length)];
    }

    private static byte[] name(Random random) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        if (rarely(random)) {
            byte[] label = bytes(random, random.nextInt(80));
            name.write(rarely(random) ? random.nextInt(256) : label.length);
            name.writeBytes(label);
        }
        for (String label : NAMES.get(random.nextInt(NAMES.size())).split("\\.")) {
            name.write(label.length());
            label.chars().forEach(name::write);
        }
        if (name.size() > 1) {
            name.write(rarely(random) ? 0xc0 : 0);
        }
        return name.toByteArray();
    }

    private static byte[] record(Random random, int type, byte[] content) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(rarely(random) ? name(random) : new byte[1]);
        record.writeBytes(words(type, random.nextInt(5_000), rarely(random) ? random.nextInt(1 << 16) : 0));
        record.writeBytes(words(rarely(random) ? random.nextInt(1 << 16) : 0, lie(random, content.length)));
        record.writeBytes(content);
        return record.toByteArray();
    }

    private static byte[] options(Random random) {
        ByteArrayOutputStream options = new ByteArrayOutputStream();
        for (int i = random.nextInt(4); i > 0; i--) {
            int code = pick(random, OPTIONS);
            byte[] content =
                    bytes(random, code == 10 ? List.of(8, 8, 24, 7, 40).get(random.nextInt(5)) : random.nextInt(30));
            options.writeBytes(words(code, lie(random, content.length)));
            options.writeBytes(content);
        }
        return options.toByteArray();
    }

    private static byte[] bytes(Random random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] words(int... values) {
        ByteBuffer words = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            words.putShort((short) value);
        }
        return words.array();
    }
}
