// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import java.util.List;

/** Asks the kernel again where something changed while it answered. Stateless. */
final class WholeAnswer {

    /** A host whose routes change without end is told as a failure. */
    static final int ATTEMPTS = 10;

    private WholeAnswer() {}

    /** Asks once. */
    @FunctionalInterface
    interface Question<T> {

        /** Fails with {@link Errno#EINTR} where the answer is not whole. */
        List<T> ask() throws LinuxException;
    }

    /** The first answer that is whole. */
    static <T> List<T> of(Question<T> question) throws LinuxException {
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                return question.ask();
            } catch (LinuxException e) {
                if (e.errno() != Errno.EINTR || left == 0) {
                    throw e;
                }
            }
        }
    }
}
