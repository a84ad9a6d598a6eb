// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

/**
 * What the connections of one event loop use in turn, so that an idle one takes next to nothing.
 *
 * @param input empty between two reads
 * @param answers empty between two reads
 */
record SharedBuffers(InputBuffer input, AnswerBuffer answers) {

    SharedBuffers() {
        this(new InputBuffer(), new AnswerBuffer());
    }
}
