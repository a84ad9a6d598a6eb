// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param size at most so many entries
 */
public record Page(int size) {

    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 1_000;

    /** Of the size asked for; 0: 100. */
    public static Page of(int asked) {
        if (asked < 0 || asked > MAX_SIZE) {
            throw RefusedException.field(
                    "page_size", Integer.toUnsignedString(asked) + " (expected: 0 to " + MAX_SIZE + ")");
        }
        return new Page(asked == 0 ? DEFAULT_SIZE : asked);
    }

    /** The page of a list that may hold one entry too many. */
    public <T> List<T> cut(List<T> found) {
        return found.subList(0, Math.min(size, found.size()));
    }

    /** Where the next page begins; empty: this is the last. */
    public <T> String next(List<T> found, Function<T, String> position) {
        return found.size() > size ? position.apply(found.get(size - 1)) : "";
    }
}
