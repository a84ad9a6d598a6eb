// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import org.jspecify.annotations.Nullable;

/** A verb did not succeed, for a reason that the person at the keyboard can act on. Becomes one line on standard error. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String nextStep;

    /**
     * @param what what went wrong, with the bad value; no full stop
     * @param nextStep what to do about it; no full stop
     */
    public CommandFailure(String what, String nextStep) {
        this(what, nextStep, null);
    }

    /**
     * @param cause shown with {@code --debug} only
     */
    public CommandFailure(String what, String nextStep, @Nullable Throwable cause) {
        super(what, cause);
        this.nextStep = nextStep;
    }

    /** What to do about it. */
    public String nextStep() {
        return nextStep;
    }

    /** The failure and the next step in one line. */
    public String line() {
        return OneLine.of(getMessage() + "; " + nextStep);
    }
}
