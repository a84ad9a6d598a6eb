// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Test hosts, networks and processes of one test, removed together at its end, also when it fails or the JVM is asked to stop.
 *
 * <p>Register it: {@code @RegisterExtension final TestLab lab = new TestLab();} for a lab per test, {@code static} for one per class.
 * Outside JUnit use it in a try statement. What a killed earlier run left behind is removed when the next lab opens. Not thread-safe, but for starting processes.
 */
public final class TestLab
        implements AutoCloseable, BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final String id = LabNames.newId(ThreadLocalRandom.current());
    private final LabContents contents = new LabContents();
    private final Thread atExit = new Thread(this::endForGood, "lab-at-exit");
    private boolean perClass;
    private boolean opened;
    private Path logs = logRoot().resolve(id);

    /** Makes a host; the name is unique within the lab. */
    public TestHost host(String name) {
        return new TestHost(this, name, newNamespace(name));
    }

    /** Makes a network; the name is unique within the lab and among its hosts. */
    public TestNetwork network(String name) {
        return new TestNetwork(name, newNamespace(name));
    }

    /** Runs a command on the machine itself, outside every test host. */
    public CommandResult runHere(Duration limit, String... command) {
        return Command.run(List.of(command), limit);
    }

    /** An empty folder for the test's files; kept with the logs. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(logs.resolve("files").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder under " + logs, e);
        }
    }

    /** Runs this when the lab is closed, after its processes have ended. */
    public void atEnd(Runnable ending) {
        contents.add(ending);
    }

    /** Has containers of the machine's containerds get their share of it beside the tests' own processes, until no lab has a host any more; once this one has. */
    public void weighContainers() {
        ContainerGroups.ofMachine().weigh();
    }

    /** Removes what the kernel keeps of containers that were killed with their host, by id; once all their processes have ended. */
    public void removeContainers(List<String> ids) {
        ControlGroups.removeContainers(ids);
    }

    /** Where the logs of this lab's processes are. */
    public Path logs() {
        return logs;
    }

    Path logFile(String label) {
        return logs.resolve(label + ".log");
    }

    Path etc(String namespace) {
        return Path.of("/etc/netns", namespace);
    }

    TestProcess own(TestProcess process) {
        contents.add(process);
        return process;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        perClass = true;
        logs = logRoot().resolve(context.getRequiredTestClass().getSimpleName());
        // Processes that an earlier run left behind may still write there.
        open();
        // What an earlier run printed must not be taken for what this one prints.
        deleteTree(logs);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!perClass) {
            logs = logRoot()
                    .resolve(context.getRequiredTestClass().getSimpleName())
                    .resolve(context.getRequiredTestMethod().getName() + "-" + id);
            open();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!perClass) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Kills the processes, newest first, and removes every namespace: nothing is left to be kept, and one that is asked to end may wait for others. Idempotent. */
    @Override
    public void close() {
        try {
            removeAll();
        } finally {
            if (opened) {
                opened = false;
                Runtime.getRuntime().removeShutdownHook(atExit);
            }
        }
    }

    private void open() {
        if (!opened) {
            opened = true;
            LabNames.removeLeftBehind();
            Runtime.getRuntime().addShutdownHook(atExit);
        }
    }

    private String newNamespace(String name) {
        open();
        String namespace = LabNames.namespace(id, name);
        contents.add(namespace);
        return namespace;
    }

    /** As {@link #close}, while the test may go on in another thread: whatever it still begins is refused. */
    void endForGood() {
        contents.refuseMore();
        removeAll();
    }

    /** All that can be; fails with what could not. */
    private void removeAll() {
        List<Throwable> failures = new ArrayList<>();
        contents.takeProcesses().forEach(each -> attempt(each::kill, failures));
        contents.takeEndings().forEach(each -> attempt(each, failures));
        contents.takeNamespaces().forEach(each -> attempt(() -> LabNames.remove(each), failures));
        attempt(LabNames::awaitNoContainers, failures);
        if (!failures.isEmpty()) {
            AssertionError all = new AssertionError("not all of the lab could be removed: " + failures.getFirst());
            failures.forEach(all::addSuppressed);
            throw all;
        }
    }

    private static void attempt(Runnable step, List<Throwable> failures) {
        try {
            step.run();
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private static Path logRoot() {
        return Path.of(System.getProperty("hanse.e2e.logs", "target/e2e-logs"));
    }

    /** Deletes a folder with everything in it; does nothing where it is gone. */
    public static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + root, e);
        }
    }
}
