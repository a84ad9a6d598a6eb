// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects that memory goes down, and that everything in it is as it was. */
class FilePagesTest {

    private static final int OCTETS = 8 << 20;

    @TempDir
    Path folder;

    private final FilePages pages = new FilePages();

    @Test
    void pagesOfFilesGoAndComeAgain() throws IOException {
        byte[] content = new byte[OCTETS];
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, OCTETS, arena);
            assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
            assertThat(resident(file)).isEqualTo(OCTETS);

            pages.giveBack();
            assertThat(resident(file)).as("seen for the first time").isEqualTo(OCTETS);
            pages.giveBack();
            assertThat(resident(file)).isZero();
            assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
        }
    }

    /** The JVM that runs this test gives its own libraries back, again and again, while it works. */
    @Test
    void workGoesOn() throws IOException {
        long sum = 0;
        for (int i = 0; i < 20; i++) {
            pages.giveBack();
            sum += new Random(i).ints(10_000).boxed().filter(each -> each > 0).count();
        }
        assertThat(sum).isBetween(90_000L, 110_000L);
    }

    private static long resident(Path file) throws IOException {
        List<String> smaps = Files.readAllLines(Path.of("/proc/self/smaps"));
        long sum = 0;
        boolean in = false;
        for (String line : smaps) {
            if (line.contains("/")) {
                in = line.endsWith(file.toString());
            } else if (in && line.startsWith("Rss:")) {
                sum += Long.parseLong(line.replaceAll("\\D", "")) << 10;
                in = false;
            }
        }
        return sum;
    }
}
