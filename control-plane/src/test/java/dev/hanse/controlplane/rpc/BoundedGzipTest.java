// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Decompressor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Protects memory from messages that are small on the wire and large behind it. */
class BoundedGzipTest {

    private static final int MOST = RequestLimits.MAX_MESSAGE_OCTETS;

    private final Decompressor gzip =
            Objects.requireNonNull(BoundedGzip.registry().lookupDecompressor("gzip"));

    @Test
    void aMessageOfTheLimitIsTakenWhole() throws IOException {
        try (InputStream in = decompressed(MOST)) {
            assertThat(in.readAllBytes()).hasSize(MOST);
        }
    }

    @Test
    void oneOctetMoreIsRefusedHoweverItIsRead() throws IOException {
        try (InputStream atOnce = decompressed(MOST + 1);
                InputStream singly = decompressed(MOST + 1);
                InputStream skipped = decompressed(MOST + 1)) {
            assertRefused(atOnce::readAllBytes);
            assertRefused(() -> {
                while (singly.read() >= 0) {}
            });
            assertRefused(() -> skipped.skipNBytes(MOST + 1));
        }
    }

    @Test
    void messagesAsTheyAreAreTakenTooAndNothingElse() {
        assertThat(BoundedGzip.registry().getKnownMessageEncodings()).containsExactlyInAnyOrder("gzip", "identity");
        assertThat(BoundedGzip.registry().getAdvertisedMessageEncodings()).containsExactly("gzip");
    }

    private static void assertRefused(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
                .hasMessageContaining("more than " + MOST + " octets");
    }

    private InputStream decompressed(int octets) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(new byte[octets]);
        }
        assertThat(compressed.size()).as("on the wire").isLessThan(octets / 500);
        return gzip.decompress(new ByteArrayInputStream(compressed.toByteArray()));
    }
}
