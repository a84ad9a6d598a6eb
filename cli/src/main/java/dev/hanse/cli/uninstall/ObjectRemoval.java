// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.uninstall;

import dev.hanse.cli.kubernetes.ApiCall;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.kubernetes.write.Leftover;
import dev.hanse.discovery.kubernetes.write.Leftovers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Takes away the objects that gateways wrote: lists them, asks for each, and looks again, since others change them meanwhile and some need a while to go. */
final class ObjectRemoval {

    private static final int ROUNDS = 5;
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
    private static final String ENDING = "it is deleted, and a finalizer keeps it";

    private final Leftovers leftovers;
    private final Pace pace;
    private final Map<String, Part> parts = new LinkedHashMap<>();

    ObjectRemoval(Leftovers leftovers, Pace pace) {
        this.leftovers = leftovers;
        this.pace = pace;
    }

    /** What would go. */
    List<Part> planned() {
        ApiCall.answer(leftovers::find).forEach(each -> put(part(each, false, each.isEnding() ? ENDING : "")));
        addUnread();
        return List.copyOf(parts.values());
    }

    /** What has gone, and what has not, with why. */
    List<Part> remove() {
        return ApiCall.answer(() -> {
            List<Leftover> found = leftovers.find();
            for (int round = 0; round < ROUNDS && !found.isEmpty(); round++) {
                for (Leftover each : found) {
                    remove(each);
                }
                found = again();
            }
            settle(found);
            addUnread();
            return List.copyOf(parts.values());
        });
    }

    /** Others went all the same. */
    private void addUnread() {
        leftovers.unread().forEach((kind, why) -> put(new Part(kind, "", false, why)));
    }

    private List<Leftover> again() throws InterruptedException {
        List<Leftover> found = leftovers.find();
        if (!found.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(LEAST_WAIT.toMillis());
        }
        return found;
    }

    private void remove(Leftover object) throws InterruptedException {
        if (object.isEnding()) {
            put(part(object, false, ENDING));
            return;
        }
        pace.await();
        Outcome outcome = object.remove();
        if (outcome instanceof Outcome.TooManyRequests busy) {
            TimeUnit.MILLISECONDS.sleep(Math.max(busy.retryAfter().toMillis(), LEAST_WAIT.toMillis()));
        }
        boolean gone = outcome.done() || outcome instanceof Outcome.NotFound;
        put(part(object, gone, gone ? "" : outcome.message()));
    }

    /** What a request was answered is one thing, what is there another. */
    private void settle(List<Leftover> found) {
        Map<String, Part> asked = new LinkedHashMap<>(parts);
        parts.replaceAll((_, part) -> new Part(part.kind(), part.name(), true, ""));
        for (Leftover each : found) {
            Part before = asked.get(each.toString());
            String said = before == null || before.gone() ? "it is there again" : before.remark();
            put(part(each, false, each.isEnding() ? ENDING : said));
        }
    }

    private void put(Part part) {
        parts.put(part.kind() + " " + part.name(), part);
    }

    private static Part part(Leftover object, boolean gone, String remark) {
        return new Part(object.label(), object.name().toString(), gone, remark);
    }
}
