// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import io.grpc.Status;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Compressed messages, which become as many octets as others may have and no more: a thousandth of them may have come
 * over the wire.
 */
public final class BoundedGzip implements Decompressor {

    private final Codec.Gzip gzip = new Codec.Gzip();

    private BoundedGzip() {}

    /** What a server takes: messages as they are, and these. */
    public static DecompressorRegistry registry() {
        return DecompressorRegistry.emptyInstance()
                .with(Codec.Identity.NONE, false)
                .with(new BoundedGzip(), true);
    }

    @Override
    public String getMessageEncoding() {
        return gzip.getMessageEncoding();
    }

    @Override
    public InputStream decompress(InputStream compressed) throws IOException {
        return new Bounded(gzip.decompress(compressed));
    }

    private static final class Bounded extends FilterInputStream {

        private long read;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            count(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int octets = super.read(into, offset, length);
            count(Math.max(octets, 0));
            return octets;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            count(skipped);
            return skipped;
        }

        private void count(long octets) {
            read += octets;
            if (read > RequestLimits.MAX_MESSAGE_OCTETS) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("decompressed message of more than " + RequestLimits.MAX_MESSAGE_OCTETS
                                + " octets (expected: at most so many)")
                        .asRuntimeException();
            }
        }
    }
}
