// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs attacks side by side, each through a member of its own, and says what they were told: {@code seen ATTACK
 * REASON=count …}. Ends with 0 unless one of them broke.
 */
final class HostileProcess {

    private HostileProcess() {}

    /** Arguments: seconds, this host's addresses with commas between them, and {@code ATTACK=token}, further tokens with commas. */
    public static void main(String[] args) throws InterruptedException {
        Duration duration = Duration.ofSeconds(Long.parseLong(args[0]));
        List<String> addresses = List.of(args[1].split(","));
        List<Prepared> attacks = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            attacks.add(Prepared.of(args[i], addresses));
        }
        System.out.println("attacks begin");
        CountDownLatch done = new CountDownLatch(attacks.size());
        attacks.forEach(each -> Thread.ofPlatform().name(each.name).start(() -> {
            each.run(duration);
            done.countDown();
        }));
        done.await();
        System.out.println("attacks end");
        System.exit(0);
    }

    private record Prepared(String name, Attack attack, HostileMember member) {

        static Prepared of(String argument, List<String> addresses) {
            String[] words = argument.split("=", 2);
            List<String> tokens = List.of(words[1].split(","));
            AttackKind kind = AttackKind.valueOf(words[0]);
            return new Prepared(
                    kind.name(),
                    kind.attack(addresses, tokens.getLast()),
                    HostileMember.join(tokens.getFirst(), kind.podPrefix()));
        }

        void run(Duration duration) {
            try {
                attack.run(member, duration);
            } catch (Exception e) {
                e.printStackTrace(System.out);
                member.seen().note("BROKEN:" + e);
            }
            System.out.println("seen " + name + " " + member.seen());
        }
    }
}
