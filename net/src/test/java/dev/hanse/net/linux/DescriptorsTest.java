// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Protects calls on descriptors: heap arrays go over as they are, and a failure is the negated error number. */
class DescriptorsTest {

    private static final int O_RDWR_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final long SIOCGIFTXQLEN = 0x8942;
    private static final int EBADF = 9;
    private static final int ENOTTY = 25;

    private final Descriptors descriptors = new Descriptors();

    @Test
    void readsAndWritesHeapArrays() {
        int zero = descriptors.open("/dev/zero", O_RDWR_NONBLOCK_CLOEXEC);
        assertThat(zero).isPositive();
        byte[] octets = new byte[8];
        Arrays.fill(octets, (byte) 1);

        assertThat(descriptors.read(zero, MemorySegment.ofArray(octets), 5)).isEqualTo(5);
        assertThat(octets).containsExactly(0, 0, 0, 0, 0, 1, 1, 1);
        assertThat(descriptors.write(zero, MemorySegment.ofArray(octets).asSlice(2, 6), 6))
                .isEqualTo(6);
        assertThat(descriptors.close(zero)).isZero();
    }

    @Test
    void givesTheNegatedErrorNumber() {
        assertThat(descriptors.open("/no/such/device", O_RDWR_NONBLOCK_CLOEXEC)).isEqualTo(-Errno.ENOENT);
        assertThat(descriptors.close(1_000_000)).isEqualTo(-EBADF);
        assertThat(descriptors.read(1_000_000, MemorySegment.ofArray(new byte[1]), 1))
                .isEqualTo(-EBADF);
        assertThat(descriptors.write(1_000_000, MemorySegment.ofArray(new byte[1]), 1))
                .isEqualTo(-EBADF);

        int nothing = descriptors.open("/dev/null", O_RDWR_NONBLOCK_CLOEXEC);
        assertThat(descriptors.ioctl(nothing, SIOCGIFTXQLEN, MemorySegment.NULL))
                .isEqualTo(-ENOTTY);
        assertThat(descriptors.close(nothing)).isZero();
    }

    @Test
    void aFailureIsNamedByCallAndMeaning() {
        LinuxException failed = new LinuxException("open /dev/net/tun", Errno.ENOENT);

        assertThat(failed).hasMessage("open /dev/net/tun: ENOENT, no such file or device");
        assertThat(failed.errno()).isEqualTo(Errno.ENOENT);
        assertThat(new LinuxException("close", EBADF)).hasMessage("close: errno 9");
    }

    @Test
    void aLibraryOrFunctionThatIsMissingIsRefused() {
        assertThatThrownBy(() -> NativeLibrary.open("libhanse-is-not-there.so.1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SystemCalls.words("hanse_is_not_there")).isInstanceOf(NoSuchElementException.class);
    }
}
