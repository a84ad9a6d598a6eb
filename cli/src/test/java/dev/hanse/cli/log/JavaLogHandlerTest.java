// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Protects the log from what peers make libraries say past it. */
class JavaLogHandlerTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final JavaLogHandler handler = handler();

    private JavaLogHandler handler() {
        LoggerContext loggers = new LoggerContext();
        log.start();
        loggers.getLogger("io.grpc.netty.NettyServerHandler").addAppender(log);
        return new JavaLogHandler(loggers);
    }

    private void publish(String message, Throwable thrown) {
        LogRecord entry = new LogRecord(java.util.logging.Level.WARNING, message);
        entry.setLoggerName("io.grpc.netty.NettyServerHandler");
        entry.setThrown(thrown);
        entry.setParameters(new Object[] {log.list.size()});
        handler.publish(entry);
    }

    @Test
    void becomesALineOfTheLog() {
        publish("Stream {0} failed", new IllegalStateException("closed"));
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).isEqualTo("Stream 0 failed");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("closed");
        });
    }

    @Test
    void theSameIsNotToldEachTime() {
        for (int i = 0; i < 1_000; i++) {
            publish("Stream {0} failed", new IllegalStateException("closed"));
        }
        publish("something else", new IllegalStateException("closed"));
        assertThat(log.list).hasSize(2);
    }
}
