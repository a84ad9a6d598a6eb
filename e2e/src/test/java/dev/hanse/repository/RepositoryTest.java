// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects what a reader may rely on in every file: its licence, its size, its place, and that it names no machine of ours. */
final class RepositoryTest {
    private static final int HEADER_LINES = 12;
    private static final int MAX_LINES = 400;
    private static final int MAX_README_LINES = 150;
    private static final Pattern OPEN_WORK = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");

    /** Hosts that serve packages, by the shape of their names: a lock file or a list that names one works on one network only. */
    private static final Pattern PACKAGE_HOST = Pattern.compile(
            "\\b(registry|repo\\d?|deb|mirrors?|snapshot|(?<!pod-)security|download|ftp)\\.[a-z0-9-]+(\\.[a-z0-9-]+)*\\.(org|com|io|net|cloud)\\b");

    /** Paths that exist on one machine only. */
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.}/-])/(work|root|home/[a-z]+)/");

    /** A Markdown link without its fragment. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)");

    private final List<TrackedFile> files = TrackedFile.all();

    @Test
    void everyFileThatCanCarryALicenceHeaderDoes() {
        assertThat(pathsOf(file -> canCarryHeader(file) && !hasHeader(file)))
                .as("files without the two SPDX lines")
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        Set<String> described = packages(file -> file.endsWith("/package-info.java"));
        assertThat(packages(file -> file.endsWith(".java")))
                .as("packages, by module, with a package-info.java")
                .isSubsetOf(described);
    }

    @Test
    void sourceFilesStayShort() {
        assertThat(pathsOf(file -> isSource(file) && file.lines().size() > MAX_LINES))
                .as("files of more than " + MAX_LINES + " lines")
                .isEmpty();
    }

    @Test
    void readmeStaysShort() {
        assertThat(pathsOf(
                        file -> file.path().equals("README.md") && file.lines().size() > MAX_README_LINES))
                .isEmpty();
    }

    @Test
    void linksBetweenDocumentsLead() {
        assertThat(files.stream()
                        .filter(file -> file.endsWith(".md"))
                        .flatMap(RepositoryTest::deadLinks)
                        .toList())
                .isEmpty();
    }

    @Test
    void openWorkNamesItsIssue() {
        assertThat(linesWith(OPEN_WORK)).as("as TODO(#7)").isEmpty();
    }

    @Test
    void nothingNamesAPackageHost() {
        assertThat(linesWith(PACKAGE_HOST)).isEmpty();
    }

    @Test
    void nothingNamesAPathOfOneMachine() {
        assertThat(linesWith(MACHINE_PATH)).isEmpty();
    }

    @Test
    void lockFilesHoldHashesOnly() {
        assertThat(files)
                .filteredOn(file -> file.endsWith("package-lock.json"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.lines()).noneMatch(line -> line.contains("\"resolved\"")));
    }

    @Test
    void scriptsCanBeRun() {
        assertThat(pathsOf(file -> file.isScript()
                        && !Files.isExecutable(TrackedFile.root().resolve(file.path()))))
                .as("files with #! that are not executable")
                .isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(linesWith(
                        Pattern.compile("@Disabled|@EnabledIf|assumeTrue|assumeThat|disabledWithoutDocker = true")))
                .filteredOn(line -> line.contains("src/test/") && !line.contains("RepositoryTest"))
                .isEmpty();
    }

    private static Stream<String> deadLinks(TrackedFile document) {
        Path folder = Objects.requireNonNull(
                TrackedFile.root().resolve(document.path()).getParent());
        return LINK.matcher(String.join("\n", document.lines()))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.contains("://") && !Files.exists(folder.resolve(target)))
                .map(target -> document.path() + " -> " + target);
    }

    private static boolean canCarryHeader(TrackedFile file) {
        boolean data = file.isIn("src/test/resources") || file.isIn("src/main/resources");
        boolean noComments =
                file.endsWith(".json", ".txt", ".svg", ".csv", "go.sum", "LICENSE", ".gitignore", ".gitattributes");
        return !data && !noComments && !file.lines().isEmpty();
    }

    private static boolean hasHeader(TrackedFile file) {
        String head = file.lines().stream().limit(HEADER_LINES).collect(Collectors.joining("\n"));
        return head.contains("SPDX-FileCopyrightText: The Hanse authors")
                && head.contains("SPDX-License-Identifier: Apache-2.0");
    }

    private static boolean isSource(TrackedFile file) {
        return file.isScript()
                || file.endsWith(".java", ".proto", ".js", ".mjs", ".css", ".sh", "Makefile", "Dockerfile");
    }

    /** Module and package, since a package of one module says nothing about the same name in another. */
    private Set<String> packages(Predicate<TrackedFile> kind) {
        Pattern place = Pattern.compile("^(.*?/?)src/(main|test)/java/(.*)/[^/]+$");
        return files.stream()
                .filter(kind)
                .map(file -> place.matcher(file.path()))
                .filter(java.util.regex.Matcher::matches)
                .map(match -> match.group(1) + match.group(3))
                .collect(Collectors.toSet());
    }

    private List<String> pathsOf(Predicate<TrackedFile> kind) {
        return files.stream().filter(kind).map(TrackedFile::path).toList();
    }

    private List<String> linesWith(Pattern pattern) {
        return files.stream()
                .filter(file -> !file.endsWith("RepositoryTest.java", "LICENSE"))
                .flatMap(file -> matches(file, pattern))
                .toList();
    }

    private static Stream<String> matches(TrackedFile file, Pattern pattern) {
        return IntStream.range(0, file.lines().size())
                .filter(i -> pattern.matcher(file.lines().get(i)).find())
                .mapToObj(i ->
                        file.path() + ":" + (i + 1) + ": " + file.lines().get(i).strip());
    }
}
