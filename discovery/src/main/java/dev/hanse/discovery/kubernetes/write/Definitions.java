// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ServedSchemas;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the definitions of the kinds that others define, when a watch of one begins, for a server ends watches where it takes another definition over; once more a short time later, since what it tells clients is
 * behind what it does; and now and then while anything is lacking. What cannot be read stays as it was.
 */
final class Definitions {

    private static final Duration ONCE_MORE = Duration.ofSeconds(3);
    private static final Duration WHILE_LACKING = Duration.ofSeconds(30);

    private final Definition imports = Definition.ofImports(this::doubt);
    private final Definition exports = Definition.ofExports(this::doubt);
    private final ServedSchemas schemas;
    private final Runnable changed;
    private int doubts;

    /** @param changed is told when another field is lacking than before */
    Definitions(ServedSchemas schemas, Runnable changed) {
        this.schemas = schemas;
        this.changed = changed;
    }

    Definition imports() {
        return imports;
    }

    Definition exports() {
        return exports;
    }

    /** What was read may not be so any more. */
    synchronized void doubt() {
        doubts = 2;
        notifyAll();
    }

    /** Reads them until interrupted. */
    void work() {
        try {
            while (true) {
                await();
                boolean another = read(imports) | read(exports);
                if (another) {
                    changed.run();
                }
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private boolean read(Definition definition) throws InterruptedException {
        return schemas.of(definition.group(), definition.kind())
                .map(definition::onSchema)
                .orElse(false);
    }

    private synchronized void await() throws InterruptedException {
        boolean lacking = !told().isEmpty();
        if (doubts == 1) {
            wait(ONCE_MORE.toMillis());
        } else if (doubts == 0 && lacking) {
            wait(WHILE_LACKING.toMillis());
        }
        while (doubts == 0 && !lacking) {
            wait();
        }
        doubts = Math.max(0, doubts - 1);
    }

    /** What an operator should know, one line for each. */
    List<String> told() {
        return List.of(imports.told(), exports.told()).stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
