// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A packet cipher of the JDK. One {@code Cipher} serves for the whole life of the key: its cheapest use is an
 * {@code init} per packet with the same key object, which keeps the key schedule. Heap arrays only; direct buffers cost
 * up to three times as much.
 */
final class JdkPacketCipher implements PacketCipher {

    private static final int TAG_BITS = TAG_OCTETS * Byte.SIZE;

    private final CipherSuite suite;
    private final ErasableKey key;
    private final byte[] nonce = new byte[Nonce.OCTETS];
    private @Nullable Cipher cipher;

    JdkPacketCipher(CipherSuite suite, ErasableKey key) {
        this.suite = suite;
        this.key = key;
        try {
            this.cipher = Cipher.getInstance(JdkEngine.transformation(suite));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + suite, e);
        }
    }

    @Override
    public void seal(int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
        PacketRanges.check(src, srcOffset, length, dst, dstOffset, length + TAG_OCTETS);
        Cipher ready = usable();
        Nonce.write(nonce, binding, counter);
        try {
            ready.init(Cipher.ENCRYPT_MODE, key, parameters());
            ready.doFinal(src, srcOffset, length, dst, dstOffset);
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("a nonce was used twice: counter=" + Long.toUnsignedString(counter), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot seal with " + suite, e);
        }
    }

    @Override
    public boolean open(int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
        if (length < TAG_OCTETS) {
            return false;
        }
        PacketRanges.check(src, srcOffset, length, dst, dstOffset, length - TAG_OCTETS);
        Cipher ready = usable();
        Nonce.write(nonce, binding, counter);
        try {
            ready.init(Cipher.DECRYPT_MODE, key, parameters());
            ready.doFinal(src, srcOffset, length, dst, dstOffset);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot open with " + suite, e);
        }
    }

    /** The expanded key inside the JDK's cipher cannot be overwritten; it is left to the collector. */
    @Override
    public void close() {
        key.destroy();
        cipher = null;
    }

    private Cipher usable() {
        Cipher current = cipher;
        if (current == null) {
            throw new IllegalStateException("the packet cipher is closed");
        }
        return current;
    }

    private AlgorithmParameterSpec parameters() {
        return switch (suite) {
            case CHACHA20_POLY1305 -> new IvParameterSpec(nonce);
            case AES_256_GCM -> new GCMParameterSpec(TAG_BITS, nonce);
        };
    }
}
