// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

/** Which of the two processes of {@link TrainCommand} one is. */
enum TrainedPart {
    CONTROL_PLANE("control-plane"),
    GATEWAYS("gateways");

    private final String word;

    TrainedPart(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
