// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import java.lang.invoke.MethodHandle;

/** Tells the kernel what this process thinks of its memory (madvise(2)). */
final class MemoryAdvice extends SystemCalls {

    private static final MethodHandle MADVISE = words("madvise");
    private static final int MADV_DONTNEED = 4;

    /** Since Linux 5.4. */
    private static final int MADV_COLD = 20;

    /**
     * These pages are a file's and as the file has them: they need not be mapped, and may be the first to go.
     *
     * @param start a page's first address
     */
    void unneeded(long start, long octets) {
        // Otherwise pages that were used a moment ago would be kept before others. An older kernel does not know it,
        // which is no harm.
        call(MADVISE, start, octets, MADV_COLD, 0, 0);
        call(MADVISE, start, octets, MADV_DONTNEED, 0, 0);
    }
}
