// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import dev.hanse.tunnel.peer.PeerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Gateways that all know each other, real but for their devices, their crypto included; one thread, and virtual time. Whatever happens to a pair of them, five seconds later packets of their pods
 * go both ways where the network carries both, and two seconds later both say that the path is down where it does not. Pairs to which nothing happened see nothing of it.
 */
final class Mesh {

    /** By then the path of a pair that cannot reach each other is down. */
    static final int DOWN_MILLIS = 2_000;

    /** By then packets of a pair that can reach each other go both ways. */
    static final int REACHED_MILLIS = 5_000;

    /** What the packets that prove it have of that. */
    private static final int PACKET_MILLIS = 250;

    /** The control plane tells others of a new address within that. */
    private static final int NEWS_MILLIS = 1_500;

    /** No packet goes on where another one ends: they would be joined. */
    private static final int SEQUENCE_STEP = 1_000;

    private final Random random;
    private final MeshNetwork network;
    private final List<MeshGateway> gateways;
    private final PeerConfig[] known;
    private final long[][] since;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::millis).thenComparingLong(Event::order));
    private final List<String> story = new ArrayList<>();
    private long order;
    private long disturbed = -1;
    private int sequence;

    private record Event(long millis, long order, Runnable action) {}

    /** All start within the first second. */
    Mesh(int count, Random random) {
        this.random = random;
        network = new MeshNetwork(count, random);
        gateways = IntStream.range(0, count)
                .mapToObj(number -> new MeshGateway(number, count, network, random))
                .toList();
        since = new long[count][count];
        known = new PeerConfig[count];
        IntStream.range(0, count).forEach(number -> {
            gateways.get(number).start();
            known[number] = gateways.get(number).asPeer();
            gateways.get(number).kill();
            after(random.nextInt(1_000), () -> start(number));
        });
    }

    int size() {
        return gateways.size();
    }

    boolean runs(int gateway) {
        return gateways.get(gateway).runs();
    }

    /** What has happened, for people. */
    List<String> story() {
        return story;
    }

    /** Datagrams that were sent. */
    long carried() {
        return network.carried();
    }

    void after(long millis, Runnable action) {
        events.add(new Event(network.millis() + millis, order++, action));
    }

    void run(long millis) {
        for (long end = network.millis() + millis; network.millis() < end; ) {
            network.advance();
            while (!events.isEmpty() && events.element().millis() <= network.millis()) {
                events.remove().action().run();
            }
            gateways.forEach(MeshGateway::step);
        }
    }

    /** Until nothing more is to come: everything has been looked at in its time. */
    void runOut() {
        while (!events.isEmpty()) {
            run(Math.max(1, events.element().millis() - network.millis()));
        }
    }

    /** A new process; it hears of its peers a moment later. */
    void start(int gateway) {
        told("gateway " + gateway + " starts");
        gateways.get(gateway).start();
        disturbed(gateway);
        after(random.nextInt(300), () -> learn(gateway));
    }

    void kill(int gateway) {
        told("gateway " + gateway + " is killed");
        gateways.get(gateway).kill();
        disturbed(gateway);
    }

    /** Another address, of which each of the others hears at a time of its own. */
    void move(int gateway) {
        told("gateway " + gateway + " moves");
        gateways.get(gateway).move();
        disturbed(gateway);
        known[gateway] = gateways.get(gateway).asPeer();
        IntStream.range(0, size())
                .filter(other -> other != gateway)
                .forEach(other -> after(random.nextInt(NEWS_MILLIS), () -> learn(other)));
    }

    /** What the wall clock says is nobody's business. */
    void jump(int gateway, Duration by) {
        told("the wall clock of gateway " + gateway + " jumps by " + by);
        gateways.get(gateway).jump(by);
    }

    void cut(int from, int to) {
        network.cut(from, to);
        disturbed(from, to);
    }

    void mend(int from, int to) {
        network.mend(from, to);
        disturbed(from, to);
    }

    void told(String what) {
        story.add("%.3f s: %s".formatted(network.millis() / 1000.0, what));
    }

    private void learn(int gateway) {
        if (runs(gateway)) {
            gateways.get(gateway)
                    .learn(IntStream.range(0, size())
                            .filter(other -> other != gateway)
                            .mapToObj(other -> known[other])
                            .toList());
        }
    }

    private void disturbed(int gateway) {
        IntStream.range(0, size()).forEach(other -> disturbed(gateway, other));
    }

    private void disturbed(int one, int other) {
        since[one][other] = network.millis();
        since[other][one] = network.millis();
        if (disturbed < network.millis()) {
            disturbed = network.millis();
            expect();
        }
    }

    private void expect() {
        after(DOWN_MILLIS, this::requireDown);
        sequence += SEQUENCE_STEP;
        int packet = sequence;
        after(REACHED_MILLIS - PACKET_MILLIS, () -> send(packet));
        after(REACHED_MILLIS, () -> requireReached(packet));
    }

    private void requireDown() {
        forEachPair(DOWN_MILLIS, (one, other) -> {
            if (!connected(one, other)) {
                require(!isUp(one, other), one + " says that it reaches " + other);
            }
        });
    }

    /** Where the path is not up, or nobody runs, there is nothing to be said to them. */
    private boolean isUp(int one, int other) {
        return runs(one) && gateways.get(one).reaches(gateways.get(other));
    }

    private void send(int packet) {
        forEachPair(REACHED_MILLIS - PACKET_MILLIS, (one, other) -> {
            if (connected(one, other)) {
                gateways.get(one).send(gateways.get(other), packet);
            }
        });
    }

    private void requireReached(int packet) {
        requireDown();
        forEachPair(REACHED_MILLIS, (one, other) -> {
            if (connected(one, other)) {
                require(isUp(one, other), one + " says that it does not reach " + other);
                require(
                        gateways.get(other).heard(gateways.get(one), packet),
                        other + " did not get packet " + packet + " of " + one);
            }
        });
    }

    private boolean connected(int one, int other) {
        return runs(one) && runs(other) && network.connects(one, other);
    }

    private interface Pair {
        void accept(int one, int other);
    }

    /** Each direction of all pairs to which nothing has happened for so long. */
    private void forEachPair(long millis, Pair action) {
        for (int one = 0; one < size(); one++) {
            for (int other = 0; other < size(); other++) {
                if (one != other && network.millis() - since[one][other] >= millis) {
                    action.accept(one, other);
                }
            }
        }
    }

    private void require(boolean holds, String failure) {
        if (!holds) {
            told("gateway " + failure);
            throw new AssertionError(String.join("\n", story));
        }
    }
}
