// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes one after the other and ends with the first test that fails; its exit status says how it ended. */
public final class FirstFailure implements TestExecutionListener {

    static final int NOTICED = 10;
    static final int NO_CODE = 11;
    static final int BROKEN = 12;

    /** @param words the class file to be emptied, then the names of the test classes */
    public static void main(String[] words) throws IOException, ClassNotFoundException {
        List<String> all = List.of(words);
        if (!hasCode(Path.of(all.getFirst()))) {
            Runtime.getRuntime().halt(NO_CODE);
        }
        Launcher launcher = LauncherFactory.create();
        for (String each : all.subList(1, all.size())) {
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(DiscoverySelectors.selectClass(Class.forName(each, false, ClassLoader.getSystemClassLoader())))
                            .build(),
                    new FirstFailure());
        }
        Runtime.getRuntime().halt(0);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            System.err.println("noticed by " + test.getUniqueId());
            Runtime.getRuntime().halt(NOTICED);
        }
    }

    /** Of the class or of one within it. */
    private static boolean hasCode(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".class", "");
        try (DirectoryStream<Path> within = Files.newDirectoryStream(file.getParent(), name + "{.class,$*.class}")) {
            for (Path each : within) {
                if (EmptyingAgent.hasCode(Files.readAllBytes(each))) {
                    return true;
                }
            }
        }
        return false;
    }
}
