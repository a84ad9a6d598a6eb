// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What happens to a {@link Mesh}, all of it from one seed: several things at once, round by round, and at the end all is mended. */
final class MeshStory {

    /** Sessions have ended by then. */
    private static final int LONG_MILLIS = 260_000;

    /** Where there are more, rounds are short: each second costs what the square of their number does. */
    private static final int FEW = 24;

    private static final int MAX_FAULTS = 3;
    private static final int MAX_HOURS = 12;
    private static final int MAX_AWAY_MILLIS = 4_000;

    private final Random random;
    private final Mesh mesh;
    private final List<Cut> cuts = new ArrayList<>();

    /** Directions that were cut together. */
    private record Cut(String name, List<int[]> directions) {}

    private enum Fault {
        PARTITION,
        ONE_WAY,
        MEND,
        RESTART,
        MOVE,
        CLOCK
    }

    MeshStory(long seed, int gateways) {
        random = new Random(seed);
        mesh = new Mesh(gateways, random);
    }

    /** The whole story of a seed, in so many rounds; what fails says how to run it alone. Returns how many datagrams went out. */
    static long tell(long seed, int gateways, int rounds) {
        try {
            return new MeshStory(seed, gateways).tell(rounds);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "make mesh SEED=%d GATEWAYS=%d ARGS=-Dhanse.mesh.rounds=%d:%n%s"
                            .formatted(seed, gateways, rounds, e.getMessage()),
                    e);
        }
    }

    /** Lets so many rounds happen; fails where a promise of {@link Mesh} is not kept. Returns how many datagrams went out. */
    private long tell(int rounds) {
        mesh.runOut();
        for (int round = 0; round < rounds; round++) {
            int faults = 1 + random.nextInt(MAX_FAULTS);
            IntStream.range(0, faults).forEach(_ -> mesh.after(1 + random.nextInt(500), this::fault));
            mesh.run(500 + hold());
        }
        List.copyOf(cuts).forEach(this::mend);
        mesh.runOut();
        return mesh.carried();
    }

    private long hold() {
        if (mesh.size() > FEW) {
            return random.nextInt(Mesh.REACHED_MILLIS / 2);
        }
        return switch (random.nextInt(4)) {
            // The next round begins before this one has come to its end.
            case 0 -> random.nextInt(Mesh.REACHED_MILLIS);
            case 1 -> random.nextInt(LONG_MILLIS);
            default -> Mesh.REACHED_MILLIS + random.nextInt(Mesh.REACHED_MILLIS);
        };
    }

    private void fault() {
        Fault[] all = Fault.values();
        switch (all[random.nextInt(all.length)]) {
            case PARTITION -> partition();
            case ONE_WAY -> oneWay();
            case MEND -> mendOne();
            case RESTART -> some().forEach(this::restart);
            case MOVE -> some().forEach(this::move);
            case CLOCK -> some().forEach(this::jump);
        }
    }

    /** Few or many of them. */
    private List<Integer> some() {
        int most = random.nextBoolean() ? 2 : mesh.size();
        int count = 1 + random.nextInt(Math.min(most, mesh.size()));
        return random.ints(0, mesh.size()).distinct().limit(count).boxed().toList();
    }

    private void partition() {
        List<Integer> inside = some();
        List<int[]> directions = new ArrayList<>();
        for (int one : inside) {
            outside(inside).forEach(other -> {
                directions.add(new int[] {one, other});
                directions.add(new int[] {other, one});
            });
        }
        cut(new Cut("all between " + inside + " and the others", directions));
    }

    private IntStream outside(List<Integer> inside) {
        return IntStream.range(0, mesh.size()).filter(other -> !inside.contains(other));
    }

    private void oneWay() {
        int from = random.nextInt(mesh.size());
        List<Integer> to = some();
        List<int[]> directions = to.stream()
                .filter(other -> other != from)
                .map(other -> new int[] {from, other})
                .toList();
        cut(new Cut("the ways from " + from + " to " + to, directions));
    }

    private void cut(Cut cut) {
        mesh.told("cut: " + cut.name());
        cut.directions().forEach(direction -> mesh.cut(direction[0], direction[1]));
        cuts.add(cut);
    }

    private void mendOne() {
        if (!cuts.isEmpty()) {
            mend(cuts.get(random.nextInt(cuts.size())));
        }
    }

    private void mend(Cut cut) {
        mesh.told("mended: " + cut.name());
        cuts.remove(cut);
        cut.directions().forEach(direction -> mesh.mend(direction[0], direction[1]));
    }

    /** Some come back with another wall clock, as hosts do whose battery is empty. */
    private void restart(int gateway) {
        if (mesh.runs(gateway)) {
            mesh.kill(gateway);
            if (random.nextInt(3) == 0) {
                jump(gateway);
            }
            mesh.after(random.nextInt(MAX_AWAY_MILLIS), () -> mesh.start(gateway));
        }
    }

    private void move(int gateway) {
        if (mesh.runs(gateway)) {
            mesh.move(gateway);
        }
    }

    private void jump(int gateway) {
        int most = MAX_HOURS * 3_600;
        mesh.jump(gateway, Duration.ofSeconds(random.nextInt(-most, most)));
    }
}
