// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.octets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers in network byte order inside an array. Offsets out of range throw {@link IndexOutOfBoundsException}. */
public final class Octets {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    /** One octet, 0 to 255. */
    public static int octet(byte[] buffer, int offset) {
        return buffer[offset] & 0xff;
    }

    /** Two octets, 0 to 65535. */
    public static int uint16(byte[] buffer, int offset) {
        return (short) SHORT.get(buffer, offset) & 0xffff;
    }

    /** Four octets. */
    public static int int32(byte[] buffer, int offset) {
        return (int) INT.get(buffer, offset);
    }

    /** Eight octets. */
    public static long int64(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset);
    }

    /** Writes the low two octets of {@code value}. */
    public static void putInt16(byte[] buffer, int offset, int value) {
        SHORT.set(buffer, offset, (short) value);
    }

    /** Writes four octets. */
    public static void putInt32(byte[] buffer, int offset, int value) {
        INT.set(buffer, offset, value);
    }

    /** Writes eight octets. */
    public static void putInt64(byte[] buffer, int offset, long value) {
        LONG.set(buffer, offset, value);
    }
}
