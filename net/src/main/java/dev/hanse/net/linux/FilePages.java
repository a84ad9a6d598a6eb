// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Pages of files in this process's memory: programs, libraries, and what Java keeps of classes. A start touches most of them, and what runs then few; but while there is memory enough, the
 * kernel takes none back, and counts all.
 */
public final class FilePages {

    private static final Path SMAPS = Path.of("/proc/self/smaps");

    private FilePages() {}

    /**
     * Gives those back that nobody has written to. What is needed again is mapped again, in microseconds, from the kernel's cache of files, where it may be taken for something else before what others
     * use. Any thread; takes milliseconds.
     *
     * @throws IOException if the kernel does not say what there is
     */
    public static void giveBack() throws IOException {
        MemoryAdvice advice = new MemoryAdvice();
        for (FileMapping each : FileMapping.unwritten(Files.readAllLines(SMAPS))) {
            advice.unneeded(each.start(), each.octets());
        }
    }
}
