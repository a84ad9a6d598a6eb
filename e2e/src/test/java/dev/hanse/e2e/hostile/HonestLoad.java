// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The honest ones whose times are measured: a member that changes its exports ten times a second, one that connects anew
 * each three seconds, and clients that ask a gateway a thousand questions a second. Runs until it is ended.
 */
final class HonestLoad {

    private HonestLoad() {}

    /** Arguments: a file for the samples, tokens of the two members, address of the DNS server, and {@code NAME=ADDRESS} for each question. */
    public static void main(String[] args) throws IOException {
        Samples.Writer samples = new Samples.Writer(Path.of(args[0]));
        Door door = new Door(args[1]);
        Membership changing = Membership.join(door, "10.101.0.0/16");
        Membership connecting = Membership.join(new Door(args[2]), "10.102.0.0/16");
        InetSocketAddress dns = new InetSocketAddress(InetAddress.ofLiteral(args[3]), 53);
        DnsLoad questions = new DnsLoad(dns, samples);
        for (int i = 4; i < args.length; i++) {
            String[] words = args[i].split("=");
            questions.add(words[0], InetAddress.ofLiteral(words[1]));
        }
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        Changes changes = new Changes(door.member(changing), samples);
        timer.scheduleAtFixedRate(changes::next, 0, 100, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(samples::flush, 500, 500, TimeUnit.MILLISECONDS);
        Thread.ofPlatform().name("connections").start(new Connections(door, connecting, samples));
        questions.start();
        System.out.println("honest load runs");
    }
}
