// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what was written to: given back, it would be as the file has it. */
class FileMappingTest {

    private static String mapping(String place, String counts) {
        return """
                %s
                Size:               1024 kB
                KernelPageSize:        4 kB
                %s
                THPeligible:           0
                VmFlags: rd mr mw me sd
                """.formatted(place, counts);
    }

    private static String counts(int resident, int own, int locked) {
        return counts(resident, own, locked, 0);
    }

    private static String counts(int resident, int own, int locked, int swapped) {
        return "Rss: %15d kB\nPrivate_Dirty:       64 kB\nAnonymous: %9d kB\nSwap: %14d kB\nLocked: %12d kB"
                .formatted(resident, own, swapped, locked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f0000000000-7f0000100000 r--p 00001000 fd:00 42   /opt/hanse/lib/gateway.aot",
                "7f0000000000-7f0000100000 r-xp 00000000 fd:00 42   /usr/lib/jvm/java/lib/server/libjvm.so",
                "7f0000000000-7f0000100000 r--s 00000000 00:1d 42   /a path/with blanks",
            })
    void whatIsOnlyReadIsTheFiles(String place) {
        assertThat(FileMapping.unwritten(mapping(place, counts(8, 0, 0)).lines().toList()))
                .containsExactly(new FileMapping(0x7f0000000000L, 0x100000, place.substring(place.indexOf('/'))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f0000000000-7f0000100000 rw-p 00001000 fd:00 42   /opt/hanse/lib/gateway.aot",
                "7f0000000000-7f0000100000 rw-s 00001000 fd:00 42   /var/lib/hanse/mapped",
                "7f0000000000-7f0000100000 ---p 00001000 fd:00 42   /usr/lib/libc.so.6",
                "7f0000000000-7f0000100000 r--s 00000000 00:05 42   /dev/something",
                "7f0000000000-7f0000100000 r--p 00000000 fd:00 42   /opt/hanse/lib/gateway.aot (deleted)",
                "7f0000000000-7f0000100000 r--p 00000000 00:00 0 ",
                "7f0000000000-7f0000100000 r-xp 00000000 00:00 0   [vdso]",
                "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0   [vsyscall]",
            })
    void allElseIsKept(String place) {
        assertThat(FileMapping.unwritten(mapping(place, counts(8, 0, 0)).lines().toList()))
                .isEmpty();
    }

    @Test
    void whatWasWrittenBeforeIsKept() {
        String place = "7f0000000000-7f0000100000 r--p 00001000 fd:00 42   /opt/hanse/lib/gateway.aot";
        assertThat(FileMapping.unwritten(mapping(place, counts(8, 4, 0)).lines().toList()))
                .isEmpty();
        assertThat(FileMapping.unwritten(mapping(place, counts(8, 0, 8)).lines().toList()))
                .isEmpty();
        assertThat(FileMapping.unwritten(
                        mapping(place, counts(8, 0, 0, 4)).lines().toList()))
                .isEmpty();
    }

    @Test
    void nothingIsInMemory() {
        String place = "7f0000000000-7f0000100000 r--p 00001000 fd:00 42   /opt/hanse/lib/gateway.aot";
        assertThat(FileMapping.unwritten(mapping(place, counts(0, 0, 0)).lines().toList()))
                .isEmpty();
    }

    @Test
    void eachHasItsOwnCounts() {
        String all = mapping("10000-20000 r--p 00000000 fd:00 1 /first", counts(8, 0, 0))
                + mapping("20000-30000 r--p 00000000 fd:00 1 /second", counts(8, 4, 0))
                + mapping("30000-40000 rw-p 00000000 00:00 0", counts(0, 0, 0))
                + mapping("40000-50000 r--p 00000000 fd:00 1 /third", counts(4, 0, 0));
        assertThat(FileMapping.unwritten(all.lines().toList()))
                .containsExactlyInAnyOrder(
                        new FileMapping(0x10000, 0x10000, "/first"), new FileMapping(0x40000, 0x10000, "/third"));
    }
}
