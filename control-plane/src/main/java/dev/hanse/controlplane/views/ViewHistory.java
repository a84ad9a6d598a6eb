// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.model.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which positions of views were ever given. Each start leaves a random gap in the versions before it goes on, and what lies
 * in a gap was given by nobody of this history: a gateway that stands there has it from one that was taken back, by a restored
 * store for example, and what its version meant there means nothing here. It could never tell the two histories apart if
 * versions went on one by one.
 *
 * <p>Owned by the control loop.
 */
final class ViewHistory {

    /** Starts and epochs remembered; who was away for longer gets a snapshot. */
    static final int MAX_RUNS = 64;

    /** Versions that were given one after the other, both ends included. */
    private record Run(String epoch, long first, long last) {

        boolean holds(Position position) {
            return epoch.equals(position.epoch()) && first <= position.version() && position.version() <= last;
        }

        @Override
        public String toString() {
            return epoch + " " + first + " " + last;
        }
    }

    private final Deque<Run> runs = new ArrayDeque<>();

    /**
     * As it was kept.
     *
     * @param text of {@link #text}; empty: nothing is remembered
     * @param last version that was given before
     * @throws IllegalArgumentException if the text is damaged
     */
    static ViewHistory of(String text, long last) {
        ViewHistory history = new ViewHistory();
        for (String line : text.split("\n")) {
            if (!line.isEmpty()) {
                history.runs.addLast(run(line));
            }
        }
        history.reached(last);
        return history;
    }

    private static Run run(String line) {
        String[] parts = line.split(" ");
        if (parts.length != 3) {
            throw new IllegalArgumentException("view history: \"" + line + "\" (expected: an epoch and two versions)");
        }
        return new Run(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    /** As it is kept. */
    String text() {
        return runs.stream().map(Run::toString).collect(Collectors.joining("\n"));
    }

    /** From here on versions are given in that epoch. */
    void begin(String epoch, long first) {
        runs.addLast(new Run(epoch, first, first - 1));
        while (runs.size() > MAX_RUNS) {
            runs.removeFirst();
        }
    }

    /** Versions were given up to this one. */
    void reached(long version) {
        Run newest = runs.peekLast();
        if (newest != null && newest.last() < version) {
            runs.removeLast();
            runs.addLast(new Run(newest.epoch(), newest.first(), version));
        }
    }

    /** The epoch that began last. */
    Optional<EpochName> newest() {
        return Optional.ofNullable(runs.peekLast()).flatMap(run -> EpochName.parse(run.epoch()));
    }

    /** Whether this history gave that position, as far as it remembers. */
    boolean gave(Position position) {
        return runs.stream().anyMatch(run -> run.holds(position));
    }

    /**
     * Whether another history must have given it: a position that was never given here, of an epoch that is remembered,
     * or of one that comes after all that are. What was forgotten, or lay in memory only, proves nothing.
     */
    boolean neverGave(Position position) {
        Optional<EpochName> name = EpochName.parse(position.epoch()).filter(each -> !each.inMemory());
        if (position.version() <= 0 || name.isEmpty() || gave(position)) {
            return false;
        }
        Optional<Run> oldest = runs.stream()
                .filter(run -> run.epoch().equals(position.epoch()))
                .findFirst();
        if (oldest.isPresent()) {
            return position.version() > oldest.get().last();
        }
        boolean sameOrdinal = runs.stream()
                .anyMatch(run ->
                        EpochName.parse(run.epoch()).map(EpochName::ordinal).equals(name.map(EpochName::ordinal)));
        return sameOrdinal
                || newest().map(each -> name.get().ordinal() > each.ordinal()).orElse(false);
    }
}
