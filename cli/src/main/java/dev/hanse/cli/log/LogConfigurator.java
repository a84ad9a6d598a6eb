// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.hanse.net.text.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One line per event on standard error: text for people, or JSON where {@code HANSE_LOG_FORMAT=json}. {@code HANSE_LOG_LEVEL}
 * sets Hanse's own level. In code, since reading the same from XML took a seventh of a second of every start; whoever wants
 * another configuration names its file by {@code -Dlogback.configurationFile=}.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    /** Line breaks become bars, so that nothing a peer sends can forge a line. */
    private static final String LINE = "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level %logger{0}: "
            + "%replace(%msg){'[\\r\\n]+', ' | '}"
            + "%replace(%replace(%ex{12}){'\\s*[\\r\\n]+\\s*', ' | '}){'^(?=.)', ' | '}%nopex";

    private final Map<String, String> environment;

    /** For this process; made by Logback. */
    public LogConfigurator() {
        this(System.getenv());
    }

    LogConfigurator(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(standardError(loggers));
        loggers.getLogger("dev.hanse").setLevel(Level.toLevel(environment.get("HANSE_LOG_LEVEL"), Level.INFO));
        // It warns of hosts without a hardware address, which containers and test hosts often are; nothing here needs
        // one.
        loggers.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
        System.getProperties().putIfAbsent(JavaLogConfiguration.PROPERTY, JavaLogConfiguration.class.getName());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private ConsoleAppender<ILoggingEvent> standardError(LoggerContext loggers) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setTarget("System.err");
        appender.setEncoder(started(loggers, "json".equals(environment.get("HANSE_LOG_FORMAT")) ? json() : text()));
        appender.start();
        return appender;
    }

    private static EncoderBase<ILoggingEvent> text() {
        PatternLayoutEncoder encoder = new VisibleLines();
        encoder.setPattern(LINE);
        return encoder;
    }

    /** Nothing that a peer sends is obeyed by the terminal that shows the log. */
    private static final class VisibleLines extends PatternLayoutEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            return octets(VisibleText.of(getLayout().doLayout(event)) + System.lineSeparator());
        }
    }

    /** As {@link VisibleLines}; an escaped character stays the same character for whoever reads the JSON. */
    private static final class VisibleJson extends JsonEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            String line = new String(super.encode(event), StandardCharsets.UTF_8);
            return octets(VisibleText.of(line.stripTrailing()) + System.lineSeparator());
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static EncoderBase<ILoggingEvent> json() {
        JsonEncoder encoder = new VisibleJson();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        return encoder;
    }

    private static Encoder<ILoggingEvent> started(LoggerContext loggers, EncoderBase<ILoggingEvent> encoder) {
        encoder.setContext(loggers);
        encoder.start();
        return encoder;
    }
}
