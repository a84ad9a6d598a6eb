// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Programs of the host, by name and arguments. */
@FunctionalInterface
public interface Programs {

    /**
     * What a program prints. Blocks.
     *
     * @throws MissingProgramException if the host has no such program
     * @throws LateProgramException if it takes too long
     * @throws IOException if it fails or prints too much
     */
    String run(List<String> command) throws IOException;

    /** The host has no such program. */
    final class MissingProgramException extends IOException {
        private static final long serialVersionUID = 1L;

        MissingProgramException(String name, Throwable cause) {
            super("the program " + name + " is missing", cause);
        }
    }

    /** It takes too long, as on a busy machine, and was ended. */
    final class LateProgramException extends IOException {
        private static final long serialVersionUID = 1L;

        /** @param command what was run */
        public LateProgramException(List<String> command, Throwable cause) {
            super(String.join(" ", command) + ": took longer than " + HostProgram.MAX_SECONDS + " s", cause);
        }
    }

    /** Those of the search path, which has folders of administrators' programs at its end. */
    static Programs system() {
        return HostProgram::run;
    }

    /** One run. */
    final class HostProgram {

        private static final int MAX_OCTETS = 8 << 20;
        private static final long MAX_SECONDS = 3;
        private static final String FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin";

        private HostProgram() {}

        private static String run(List<String> command) throws IOException {
            Process process = start(command);
            AtomicBoolean late = new AtomicBoolean();
            Thread limit = Thread.ofVirtual().start(() -> endLater(process, late));
            try (InputStream printed = process.getInputStream()) {
                byte[] octets = printed.readNBytes(MAX_OCTETS + 1);
                if (octets.length > MAX_OCTETS) {
                    throw new IOException(command.getFirst() + ": printed more than " + MAX_OCTETS + " octets");
                }
                String text = new String(octets, StandardCharsets.UTF_8);
                require(command, process, text);
                return text;
            } catch (IOException e) {
                // Where it is ended its output may end before, or its status be that of the signal.
                throw late.get() ? new LateProgramException(command, e) : e;
            } finally {
                process.destroyForcibly();
                limit.interrupt();
            }
        }

        private static Process start(List<String> command) throws IOException {
            // By env, since Java looks along the path of its own start.
            List<String> words = new ArrayList<>(List.of("env"));
            words.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().merge("PATH", FOLDERS, (path, more) -> path + ":" + more);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        }

        private static void endLater(Process process, AtomicBoolean late) {
            try {
                Thread.sleep(MAX_SECONDS * 1000);
                late.set(true);
                process.destroyForcibly();
            } catch (InterruptedException _) {
                // It has ended.
            }
        }

        private static void require(List<String> command, Process process, String text) throws IOException {
            try {
                int status = process.waitFor();
                if (status == 127) {
                    throw new MissingProgramException(command.getFirst(), new IOException(text));
                }
                if (status != 0) {
                    throw new IOException(String.join(" ", command) + ": exit status " + status);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(command.getFirst() + ": interrupted", e);
            }
        }
    }
}
