// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The signatures that were asked for last, up to a number. Any thread. */
final class SignatureCache {

    private final int capacity;
    private final SequencedMap<ByteBuffer, Signature> signatures;

    SignatureCache(int capacity) {
        this.capacity = capacity;
        this.signatures = new LinkedHashMap<>(16, 0.75f, true);
    }

    synchronized @Nullable Signature get(byte[] digest) {
        return signatures.get(ByteBuffer.wrap(digest));
    }

    synchronized void put(byte[] digest, Signature signature) {
        signatures.put(ByteBuffer.wrap(digest), signature);
        if (signatures.size() > capacity) {
            signatures.pollFirstEntry();
        }
    }

    synchronized int size() {
        return signatures.size();
    }
}
