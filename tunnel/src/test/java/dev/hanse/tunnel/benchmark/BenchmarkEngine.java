// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.OpenSslEngine;
import dev.hanse.tunnel.crypto.PacketCipher;

/** The engines to measure with; {@link #NONE} shows what the path costs without a cipher. */
public enum BenchmarkEngine {
    /** Copies the packet and leaves the tag as it is. */
    NONE {
        @Override
        CipherEngine engine() {
            return new CopyEngine();
        }
    },
    /** The JDK's own. */
    JDK {
        @Override
        CipherEngine engine() {
            return new JdkEngine();
        }
    },
    /** The system's libcrypto, of any version. */
    OPENSSL {
        @Override
        CipherEngine engine() {
            return OpenSslEngine.find()
                    .orElseThrow(() -> new IllegalStateException("libcrypto.so.3 is missing (expected: OpenSSL 3)"));
        }
    };

    abstract CipherEngine engine();

    private static final class CopyEngine implements CipherEngine {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public PacketCipher create(CipherSuite suite, byte[] key) {
            return new CopyCipher();
        }
    }

    private static final class CopyCipher implements PacketCipher {

        @Override
        public void seal(int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
            System.arraycopy(src, srcOffset, dst, dstOffset, length);
        }

        @Override
        public boolean open(
                int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset) {
            System.arraycopy(src, srcOffset, dst, dstOffset, length - TAG_OCTETS);
            return true;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
