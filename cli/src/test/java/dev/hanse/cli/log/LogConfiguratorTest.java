// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.hanse.net.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.slf4j.Logger;

@ResourceLock(Resources.SYSTEM_ERR)
class LogConfiguratorTest {

    @Test
    void isTheOneThatLogbackFinds() {
        assertThat(ServiceLoader.load(Configurator.class)).hasExactlyElementsOfTypes(LogConfigurator.class);
    }

    @Test
    void writesOneLineForAnEventWhateverItHolds() {
        String lines =
                logged(Map.of(), log -> log.warn("from a peer: {}", "a\r\nERROR b", new IllegalStateException("c\nd")));
        assertThat(lines).hasLineCount(1);
        assertThat(lines)
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z WARN  Some: from a peer: a \\| ERROR b \\|"
                                + " java\\.lang\\.IllegalStateException: c \\| d \\| (?s:.*)\n");
    }

    @Test
    void writesJsonWhereItIsAskedFor() {
        String lines = logged(Map.of("HANSE_LOG_FORMAT", "json"), log -> log.info("two\nlines"));
        assertThat(lines).hasLineCount(1).startsWith("{").contains("\"formattedMessage\":\"two\\nlines\"");
    }

    @Test
    void writesNothingThatATerminalObeys() {
        String sent = "a\u009b2J\u202eb\u0000\u2028c\u001b[2J";
        assertThat(logged(Map.of(), log -> log.warn("{}", sent, new IllegalStateException(sent))))
                .hasLineCount(1)
                .contains("a\\u009b2J\\u202eb\\u0000\\u2028c\\u001b[2J")
                .satisfies(LogConfiguratorTest::requireVisible);
        assertThat(logged(
                        Map.of("HANSE_LOG_FORMAT", "json"),
                        log -> log.warn("{}", sent, new IllegalStateException(sent))))
                .hasLineCount(1)
                .contains("\\u202eb")
                .satisfies(LogConfiguratorTest::requireVisible);
    }

    private static void requireVisible(String line) {
        assertThat(line.stripTrailing().codePoints().allMatch(VisibleText::isVisible))
                .isTrue();
    }

    @Test
    void hidesWhatIsBelowTheLevel() {
        assertThat(logged(Map.of(), log -> log.debug("detail"))).isEmpty();
        assertThat(logged(Map.of("HANSE_LOG_LEVEL", "debug"), log -> log.debug("detail")))
                .contains("DEBUG Some: detail");
        assertThat(logged(Map.of("HANSE_LOG_LEVEL", "error"), log -> log.warn("detail")))
                .isEmpty();
    }

    @Test
    void takesAnUnknownLevelForInfo() {
        assertThat(logged(Map.of("HANSE_LOG_LEVEL", "loud"), log -> log.info("said")))
                .contains("said");
        assertThat(logged(Map.of("HANSE_LOG_LEVEL", "loud"), log -> log.debug("detail")))
                .isEmpty();
    }

    private static String logged(Map<String, String> environment, Consumer<Logger> use) {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, UTF_8));
        try {
            LoggerContext loggers = new LoggerContext();
            loggers.setMDCAdapter(new LogbackMDCAdapter());
            new LogConfigurator(environment).configure(loggers);
            use.accept(loggers.getLogger("dev.hanse.Some"));
            loggers.stop();
        } finally {
            System.setErr(before);
        }
        return written.toString(UTF_8);
    }
}
