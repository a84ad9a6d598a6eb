// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads and writes numbers in network order. */
public final class Octets {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    /** An unsigned number of two octets. */
    public static int u16(byte[] octets, int at) {
        return ((short) SHORT.get(octets, at)) & 0xffff;
    }

    /** A number of four octets. */
    public static int i32(byte[] octets, int at) {
        return (int) INT.get(octets, at);
    }

    /** A number of eight octets. */
    public static long i64(byte[] octets, int at) {
        return (long) LONG.get(octets, at);
    }

    /** Writes the low two octets. */
    public static void putU16(byte[] octets, int at, int value) {
        SHORT.set(octets, at, (short) value);
    }

    /** Writes four octets. */
    public static void putI32(byte[] octets, int at, int value) {
        INT.set(octets, at, value);
    }

    /** Writes eight octets. */
    public static void putI64(byte[] octets, int at, long value) {
        LONG.set(octets, at, value);
    }
}
