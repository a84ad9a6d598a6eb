// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.sourceforge.pmd.cpd.CPDConfiguration;
import net.sourceforge.pmd.cpd.CPDReport;
import net.sourceforge.pmd.cpd.CpdAnalysis;
import net.sourceforge.pmd.cpd.Mark;
import net.sourceforge.pmd.cpd.Match;
import net.sourceforge.pmd.lang.document.FileLocation;
import net.sourceforge.pmd.lang.java.JavaLanguageModule;
import org.junit.jupiter.api.Test;

/** Protects the one place of each thing: what two modules need has a home below both, so that no fault hides between two copies. */
final class DuplicatesTest {

    /** Comments, imports and package lines are no tokens. */
    private static final int TOKENS = 70;

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void noTwoModulesSayTheSame() {
        assertThat(duplicates(moduleSources()))
                .as("stretches of %s tokens and more that stand in two modules", TOKENS)
                .isEmpty();
    }

    private static List<Path> moduleSources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> sources = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
            assertThat(sources).extracting(DuplicatesTest::module).contains("cli", "control-plane", "gateway", "net");
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> duplicates(List<Path> sources) {
        CPDConfiguration configuration = new CPDConfiguration();
        configuration.setOnlyRecognizeLanguage(JavaLanguageModule.getInstance());
        configuration.setSourceEncoding(StandardCharsets.UTF_8);
        configuration.setMinimumTileSize(TOKENS);
        List<String> found = new ArrayList<>();
        try (CpdAnalysis analysis = CpdAnalysis.create(configuration)) {
            for (Path source : sources) {
                analysis.files().addDirectory(source);
            }
            analysis.performAnalysis(report -> found.addAll(betweenModules(report)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static List<String> betweenModules(CPDReport report) {
        assertThat(report.getProcessingErrors()).as("files that were not read").isEmpty();
        assertThat(report.getNumberOfTokensPerFile()).hasSizeGreaterThan(100);
        return report.getMatches().stream()
                .filter(match -> places(match)
                                .map(place -> module(Path.of(place.getFileId().getAbsolutePath())))
                                .distinct()
                                .count()
                        > 1)
                .map(DuplicatesTest::describe)
                .toList();
    }

    private static Stream<FileLocation> places(Match match) {
        return StreamSupport.stream(match.spliterator(), false).map(Mark::getLocation);
    }

    private static String describe(Match match) {
        return places(match)
                .map(place -> ROOT.relativize(Path.of(place.getFileId().getAbsolutePath())) + ":" + place.getStartLine()
                        + "-" + place.getEndLine())
                .collect(Collectors.joining(", ", match.getTokenCount() + " tokens: ", ""));
    }

    private static String module(Path source) {
        return ROOT.relativize(source).getName(0).toString();
    }
}
