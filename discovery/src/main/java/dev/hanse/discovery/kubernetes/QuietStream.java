// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * An open answer that ends when nothing has come for too long: a connection whose other end is gone says nothing, for ever. A virtual thread looks at it, and ends with it.
 * Read by one thread; closed by any.
 */
final class QuietStream extends FilterInputStream {

    private final Duration silence;
    private final Thread watchdog;
    private volatile long heard = System.nanoTime();
    private volatile boolean silent;

    QuietStream(InputStream in, Duration silence) {
        super(in);
        this.silence = silence;
        this.watchdog = Thread.ofVirtual().name("hanse-kubernetes-silence").start(this::watch);
    }

    private void watch() {
        try {
            long left = silence.toNanos();
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = silence.toNanos() - (System.nanoTime() - heard);
            }
            silent = true;
            in.close();
        } catch (InterruptedException | IOException _) {
            // Closed, or gone already.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws IOException if nothing came for too long, as for any broken connection */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = silent ? -1 : in.read(buffer, offset, length);
        heard = System.nanoTime();
        if (silent) {
            throw new IOException("nothing came for " + silence.toSeconds() + " s");
        }
        return count;
    }

    /** Fails never: what is closed is not read any more. */
    @Override
    public void close() {
        watchdog.interrupt();
        try {
            in.close();
        } catch (IOException _) {
            // It was broken already.
        }
    }
}
