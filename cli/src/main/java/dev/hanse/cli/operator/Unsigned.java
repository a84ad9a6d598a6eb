// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import java.math.BigInteger;
import java.util.Collection;

/** Numbers of the contracts, which are unsigned, as numbers of Java, which are not. */
final class Unsigned {

    private Unsigned() {}

    static long of(int value) {
        return Integer.toUnsignedLong(value);
    }

    static BigInteger of(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    static BigInteger sum(Collection<BigInteger> values) {
        return values.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}
