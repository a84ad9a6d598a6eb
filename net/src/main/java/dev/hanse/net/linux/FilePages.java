// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Pages of files in this process's memory: programs, libraries, and what Java keeps of classes. A start touches most of them, and what runs then few; but while there is memory enough, the
 * kernel takes none back, and counts all. One thread.
 */
public final class FilePages {

    private static final Path SMAPS = Path.of("/proc/self/smaps");

    private final MemoryAdvice advice = new MemoryAdvice();
    private List<FileMapping> before = List.of();

    /**
     * Gives those back that nobody has written to. What is needed again is mapped again, in microseconds, from the kernel's cache of files, where it may be taken for something else before what others
     * use. Takes milliseconds. Only of files that were there at the last call as well, some time ago: what comes and goes, as the loader's own cache does, may have left its place to something else
     * since the look.
     *
     * @throws IOException if the kernel does not say what there is
     */
    public void giveBack() throws IOException {
        List<FileMapping> now = FileMapping.unwritten(Files.readAllLines(SMAPS));
        for (FileMapping each : now) {
            if (before.contains(each)) {
                advice.unneeded(each.start(), each.octets());
            }
        }
        before = now;
    }
}
