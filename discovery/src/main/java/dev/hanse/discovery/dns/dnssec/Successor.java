// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import java.util.Arrays;

/** The name that comes next in canonical order (RFC 4034 section 6.1), when nothing is below the first. */
final class Successor {

    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 63;
    private static final int MAX_OCTET = 0xff;

    private Successor() {}

    /**
     * The name right behind {@code name}: one label of one zero octet in front, as RFC 9824 section 3.1 has it. Where the
     * name has no room for that nothing can be below it, so that the next name beside it does (RFC 4471 section 3.1).
     *
     * @param name in wire form, lower case
     */
    static byte[] of(byte[] name) {
        if (name.length + 2 <= MAX_NAME) {
            byte[] next = new byte[name.length + 2];
            next[0] = 1;
            System.arraycopy(name, 0, next, 2, name.length);
            return next;
        }
        return beside(name);
    }

    private static byte[] beside(byte[] name) {
        int length = name[0];
        if (length == 0) {
            return name;
        }
        if (length < MAX_LABEL && name.length < MAX_NAME) {
            byte[] next = new byte[name.length + 1];
            System.arraycopy(name, 0, next, 0, length + 1);
            next[0]++;
            System.arraycopy(name, length + 1, next, length + 2, name.length - length - 1);
            return next;
        }
        int last = length;
        while (last > 0 && (name[last] & MAX_OCTET) == MAX_OCTET) {
            last--;
        }
        return last == 0 ? beside(parent(name)) : raised(name, last);
    }

    /** The label up to {@code last} with that octet raised by one; capital letters do not occur in canonical names. */
    private static byte[] raised(byte[] name, int last) {
        int rest = name[0] + 1;
        byte[] next = new byte[last + 1 + name.length - rest];
        System.arraycopy(name, 0, next, 0, last + 1);
        next[0] = (byte) last;
        next[last] = (byte) (name[last] == 'A' - 1 ? 'Z' + 1 : name[last] + 1);
        System.arraycopy(name, rest, next, last + 1, name.length - rest);
        return next;
    }

    private static byte[] parent(byte[] name) {
        return Arrays.copyOfRange(name, name[0] + 1, name.length);
    }
}
