// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of this process's memory that it only reads and that is as a file has it.
 *
 * @param start first address
 * @param octets length
 * @param file its path
 */
record FileMapping(long start, long octets, String file) {

    /** Nobody may write there, and a file is mapped. Devices may have more to say than what is read, and what was removed is not there to be read again for long. */
    private static final Pattern READ_ONLY =
            Pattern.compile("([0-9a-f]+)-([0-9a-f]+) r-[x-][ps] \\S+ \\S+ \\S+ +(/(?!dev/)(?!.* \\(deleted\\)$).*)");

    private static final String NOTHING = " 0 kB";

    /**
     * Those that have something in memory. What was written to before nobody could any more is not among them: the file does not have it.
     *
     * @param smaps the lines of {@code /proc/PID/smaps} (proc_pid_smaps(5)): of each part its place, then what is counted there
     */
    static List<FileMapping> unwritten(List<String> smaps) {
        List<FileMapping> found = new ArrayList<>();
        boolean resident = false;
        boolean kept = false;
        for (String line : smaps.reversed()) {
            if (isPlace(line)) {
                if (resident && !kept) {
                    readOnly(line, found);
                }
                resident = false;
                kept = false;
            } else if (!line.endsWith(NOTHING)) {
                resident |= line.startsWith("Rss:");
                kept |= line.startsWith("Anonymous:") || line.startsWith("Swap:") || line.startsWith("Locked:");
            }
        }
        return found;
    }

    /** What is counted has a name that begins with a capital letter. */
    private static boolean isPlace(String line) {
        return !line.isEmpty() && Character.digit(line.charAt(0), 16) >= 0 && !Character.isUpperCase(line.charAt(0));
    }

    private static void readOnly(String line, List<FileMapping> found) {
        Matcher place = READ_ONLY.matcher(line);
        if (place.matches()) {
            long start = Long.parseUnsignedLong(place.group(1), 16);
            found.add(new FileMapping(start, Long.parseUnsignedLong(place.group(2), 16) - start, place.group(3)));
        }
    }
}
