// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.lang.foreign.MemorySegment;

/**
 * A packet cipher on one {@code EVP_CIPHER_CTX} per direction, with the key set once and the nonce per packet. A
 * context is native memory: {@link #close} frees it, and nothing may use it afterwards, which is checked here.
 */
final class OpenSslPacketCipher implements PacketCipher {

    private static final int ENCRYPT = 1;
    private static final int DECRYPT = 0;
    private static final int UNCHANGED = -1;

    /** A datagram's worth. */
    private static final int ROOM_OCTETS = 2_048;

    private final MemorySegment sealing;
    private final MemorySegment opening;
    private final byte[] nonce = new byte[Nonce.OCTETS];
    private final MemorySegment nonceSegment = MemorySegment.ofArray(nonce);
    private final MemorySegment outLength = MemorySegment.ofArray(new int[1]);

    // A slice of an array is an object, unless Java has inlined the whole way to here. Octets at the beginning of an
    // array of ours need no slice.
    private final byte[] room = new byte[ROOM_OCTETS];
    private final MemorySegment roomSegment = MemorySegment.ofArray(room);
    private final byte[] tag = new byte[TAG_OCTETS];
    private final MemorySegment tagSegment = MemorySegment.ofArray(tag);
    private boolean closed;

    OpenSslPacketCipher(MemorySegment algorithm, byte[] key) {
        if (key.length != KEY_OCTETS) {
            throw new IllegalArgumentException("packet key: " + key.length + " octets (expected: " + KEY_OCTETS + ")");
        }
        this.sealing = keyed(algorithm, key, ENCRYPT);
        this.opening = keyed(algorithm, key, DECRYPT);
    }

    @Override
    public void seal(int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
        PacketRanges.check(src, srcOffset, length, dst, dstOffset, length + TAG_OCTETS);
        checkOpen();
        start(sealing, binding, counter);
        update(sealing, src, srcOffset, length, dst, dstOffset);
        if (!finish(sealing)) {
            throw new IllegalStateException("libcrypto cannot finish a packet of " + length + " octets");
        }
        control(sealing, OpenSslLibrary.GET_TAG);
        System.arraycopy(tag, 0, dst, dstOffset + length, TAG_OCTETS);
    }

    @Override
    public boolean open(int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
        int plain = length - TAG_OCTETS;
        if (plain < 0) {
            return false;
        }
        PacketRanges.check(src, srcOffset, length, dst, dstOffset, plain);
        checkOpen();
        start(opening, binding, counter);
        System.arraycopy(src, srcOffset + plain, tag, 0, TAG_OCTETS);
        control(opening, OpenSslLibrary.SET_TAG);
        update(opening, src, srcOffset, plain, dst, dstOffset);
        return finish(opening);
    }

    /** libcrypto overwrites the expanded keys before it frees them. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            OpenSslLibrary.free(sealing);
            OpenSslLibrary.free(opening);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the packet cipher is closed");
        }
    }

    private void start(MemorySegment context, int binding, long counter) {
        Nonce.write(nonce, binding, counter);
        init(context, MemorySegment.NULL, MemorySegment.NULL, nonceSegment, UNCHANGED);
    }

    private static MemorySegment keyed(MemorySegment algorithm, byte[] key, int direction) {
        MemorySegment context = OpenSslLibrary.newContext();
        init(context, algorithm, MemorySegment.ofArray(key), MemorySegment.NULL, direction);
        return context;
    }

    private static void init(
            MemorySegment context, MemorySegment algorithm, MemorySegment key, MemorySegment iv, int direction) {
        try {
            int result =
                    (int) OpenSslLibrary.INIT.invokeExact(context, algorithm, MemorySegment.NULL, key, iv, direction);
            require(result, "EVP_CipherInit_ex");
        } catch (Throwable e) {
            throw OpenSslSymbols.failed("EVP_CipherInit_ex", e);
        }
    }

    private void update(MemorySegment context, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
        if (length > ROOM_OCTETS) {
            updateSlices(context, src, srcOffset, length, dst, dstOffset);
        } else if (length > 0) {
            System.arraycopy(src, srcOffset, room, 0, length);
            updateRoom(context, length);
            System.arraycopy(room, 0, dst, dstOffset, length);
        }
    }

    /** The slices are made beside the call: in a method of their own Java keeps them as objects in most runs. */
    private void updateSlices(MemorySegment context, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
        try {
            MemorySegment in = MemorySegment.ofArray(src).asSlice(srcOffset, length);
            MemorySegment out = MemorySegment.ofArray(dst).asSlice(dstOffset, length);
            int result = (int) OpenSslLibrary.UPDATE.invokeExact(context, out, outLength, in, length);
            require(result, "EVP_CipherUpdate");
        } catch (Throwable e) {
            throw OpenSslSymbols.failed("EVP_CipherUpdate", e);
        }
    }

    private void updateRoom(MemorySegment context, int length) {
        try {
            int result = (int) OpenSslLibrary.UPDATE.invokeExact(context, roomSegment, outLength, roomSegment, length);
            require(result, "EVP_CipherUpdate");
        } catch (Throwable e) {
            throw OpenSslSymbols.failed("EVP_CipherUpdate", e);
        }
    }

    /** Both ciphers are stream ciphers: finishing writes nothing, but needs a place to point to. */
    private boolean finish(MemorySegment context) {
        try {
            return (int) OpenSslLibrary.FINAL.invokeExact(context, nonceSegment, outLength) == 1;
        } catch (Throwable e) {
            throw OpenSslSymbols.failed("EVP_CipherFinal_ex", e);
        }
    }

    /** Gives or takes the tag of the packet. */
    private void control(MemorySegment context, int command) {
        try {
            int result = (int) OpenSslLibrary.CONTROL.invokeExact(context, command, TAG_OCTETS, tagSegment);
            require(result, "EVP_CIPHER_CTX_ctrl");
        } catch (Throwable e) {
            throw OpenSslSymbols.failed("EVP_CIPHER_CTX_ctrl", e);
        }
    }

    private static void require(int result, String function) {
        if (result != 1) {
            throw new IllegalStateException("libcrypto.so.3: " + function + " gave " + result);
        }
    }
}
