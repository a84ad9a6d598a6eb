// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The EVP functions of libcrypto that packet ciphers need. The handles are {@code static final}, or the JIT would not
 * inline them; the class fails to initialise where the library is missing, see {@link OpenSslEngine#find}.
 *
 * <p>The calls of the packet path are critical ones with heap access: they cost about 5 ns and take arrays as they are.
 * None of them blocks. Whoever calls must have checked every offset and length, as C trusts both.
 */
final class OpenSslLibrary {

    static final int GET_TAG = 0x10;
    static final int SET_TAG = 0x11;

    private static final MethodHandle FETCH =
            OpenSslSymbols.ordinary("EVP_CIPHER_fetch", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle CONTEXT_NEW = OpenSslSymbols.ordinary("EVP_CIPHER_CTX_new", ADDRESS);
    private static final MethodHandle CONTEXT_FREE = OpenSslSymbols.ordinary("EVP_CIPHER_CTX_free", null, ADDRESS);

    /** {@code int (ctx, type, engine, key, iv, encrypt)}. */
    static final MethodHandle INIT = OpenSslSymbols.critical(
            "EVP_CipherInit_ex", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);

    /** {@code int (ctx, out, int* outLength, in, inLength)}. */
    static final MethodHandle UPDATE =
            OpenSslSymbols.critical("EVP_CipherUpdate", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);

    /** {@code int (ctx, out, int* outLength)}. */
    static final MethodHandle FINAL =
            OpenSslSymbols.critical("EVP_CipherFinal_ex", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

    /** {@code int (ctx, command, argument, pointer)}. */
    static final MethodHandle CONTROL =
            OpenSslSymbols.critical("EVP_CIPHER_CTX_ctrl", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);

    private OpenSslLibrary() {}

    /** The implementation of an algorithm; lives as long as the process. */
    static MemorySegment fetch(String algorithm) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(algorithm);
            MemorySegment found = (MemorySegment) FETCH.invokeExact(MemorySegment.NULL, name, MemorySegment.NULL);
            return notNull(found, "EVP_CIPHER_fetch of " + algorithm);
        } catch (Throwable e) {
            throw OpenSslSymbols.failed("EVP_CIPHER_fetch", e);
        }
    }

    static MemorySegment newContext() {
        try {
            return notNull((MemorySegment) CONTEXT_NEW.invokeExact(), "EVP_CIPHER_CTX_new");
        } catch (Throwable e) {
            throw OpenSslSymbols.failed("EVP_CIPHER_CTX_new", e);
        }
    }

    /** Erases and frees a context. */
    static void free(MemorySegment context) {
        try {
            CONTEXT_FREE.invokeExact(context);
        } catch (Throwable e) {
            throw OpenSslSymbols.failed("EVP_CIPHER_CTX_free", e);
        }
    }

    private static MemorySegment notNull(MemorySegment found, String what) {
        if (found.equals(MemorySegment.NULL)) {
            throw new IllegalStateException(OpenSslSymbols.NAME + ": " + what + " gave nothing");
        }
        return found;
    }
}
