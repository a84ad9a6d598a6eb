// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.log;

import dev.hanse.net.time.RepeatLimit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Takes what libraries log by {@code java.util.logging}: as one line each, in the form of all others, and not each time a
 * peer brings the same about, as by leaving in the middle of an answer.
 */
public final class JavaLogHandler extends Handler {

    private final ILoggerFactory loggers;
    private final SimpleFormatter messages = new SimpleFormatter();
    private final RepeatLimit<String> lines = new RepeatLimit<>(System::nanoTime);

    /** Into the log of this process; made by {@link java.util.logging.LogManager}. */
    public JavaLogHandler() {
        this(LoggerFactory.getILoggerFactory());
    }

    JavaLogHandler(ILoggerFactory loggers) {
        this.loggers = loggers;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            // By the message before its parameters, which a peer may have chosen.
            lines.tell(entry.getLoggerName() + ": " + entry.getMessage()).ifPresent(untold -> write(entry, untold));
        }
    }

    private void write(LogRecord entry, String untold) {
        loggers.getLogger(String.valueOf(entry.getLoggerName()))
                .warn("{}{}", messages.formatMessage(entry), untold, entry.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
