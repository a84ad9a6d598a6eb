// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.PacketCipher;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The JDK's ciphers with a book of every key that one endpoint was given, whoever holds it: until when it lived, and which counters it has sealed.
 * Fails when a key seals a counter that is not above its last one, also where the same key comes back in another keypair.
 */
final class KeyLedger implements CipherEngine {

    private final JdkEngine jdk = new JdkEngine();
    private final NanoClock nanoClock;
    private final Map<String, Long> lastSealed = new HashMap<>();
    private int alive;
    private int made;
    private long longestLife;

    KeyLedger(NanoClock nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Keys that are not erased. */
    int alive() {
        return alive;
    }

    /** Keys so far. */
    int made() {
        return made;
    }

    /** How long the oldest of all erased keys lived. */
    long longestLife() {
        return longestLife;
    }

    @Override
    public String name() {
        return jdk.name();
    }

    @Override
    public PacketCipher create(CipherSuite suite, byte[] key) {
        alive++;
        made++;
        return new Entry(jdk.create(suite, key), HexFormat.of().formatHex(key));
    }

    private final class Entry implements PacketCipher {

        private final PacketCipher cipher;
        private final String key;
        private final long bornNanos = nanoClock.nanoTime();
        private boolean closed;

        Entry(PacketCipher cipher, String key) {
            this.cipher = cipher;
            this.key = key;
        }

        @Override
        public void seal(int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
            Long last = lastSealed.put(key, counter);
            if (last != null && Long.compareUnsigned(counter, last) <= 0) {
                throw new AssertionError("counter " + counter + " after " + last + " under one key");
            }
            checkAge();
            cipher.seal(binding, counter, src, srcOffset, length, dst, dstOffset);
        }

        @Override
        public boolean open(
                int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
            checkAge();
            return cipher.open(binding, counter, src, srcOffset, length, dst, dstOffset);
        }

        private void checkAge() {
            long age = nanoClock.nanoTime() - bornNanos;
            if (age >= SessionLimits.REJECT_AFTER_TIME) {
                throw new AssertionError("a key of " + age + " ns is used");
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                alive--;
                longestLife = Math.max(longestLife, nanoClock.nanoTime() - bornNanos);
            }
            cipher.close();
        }
    }
}
