// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The built distribution, as a user gets it. */
public final class Distribution {
    private Distribution() {}

    /** Its folder, {@code cli/target/hanse}; the system property {@code hanse.home} names another. */
    public static Path home() {
        return Path.of(System.getProperty("hanse.home", "../cli/target/hanse"))
                .toAbsolutePath()
                .normalize();
    }

    /** The root of the repository that the tests belong to. */
    public static Path repository() {
        return Path.of(System.getProperty("hanse.repository", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** The path of {@code bin/hanse}; fails the test where it was not built. */
    public static String executable() {
        Path executable = home().resolve("bin/hanse");
        if (!Files.isExecutable(executable)) {
            throw new AssertionError(executable + " is missing; build it: mvn -pl cli -am package");
        }
        return executable.toString();
    }

    /** What the executable needs in its environment: the JDK that runs the tests. */
    public static Map<String, String> environment() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }
}
