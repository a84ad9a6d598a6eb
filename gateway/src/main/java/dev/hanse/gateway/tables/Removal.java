// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import java.io.IOException;
import java.util.function.Consumer;

/** Takes away once what is not needed; where that fails it is tried again now and then, and told once. One thread, which blocks. */
public final class Removal {

    /** How many calls are let pass after one that failed. */
    private static final int WAITS = 10;

    private final Order order;
    private final Consumer<IOException> told;
    private boolean done;
    private boolean failing;
    private int waits;

    /** Takes it away; nothing where there is none. */
    @FunctionalInterface
    public interface Order {

        /** Fails where it stays. */
        void apply() throws IOException;
    }

    /** @param told hears of the first failure */
    public Removal(Order order, Consumer<IOException> told) {
        this.order = order;
        this.told = told;
    }

    /** It is to be away. */
    public void apply() {
        if (done || waits-- > 0) {
            return;
        }
        try {
            order.apply();
            done = true;
            failing = false;
        } catch (IOException e) {
            waits = WAITS;
            tell(e);
        }
    }

    private void tell(IOException e) {
        if (!failing) {
            failing = true;
            told.accept(e);
        }
    }

    /** It is to be there again. */
    public void end() {
        done = false;
        waits = 0;
    }
}
