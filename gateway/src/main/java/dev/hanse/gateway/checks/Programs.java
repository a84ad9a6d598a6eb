// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Programs of the host, by name and arguments. */
@FunctionalInterface
public interface Programs {

    /**
     * What a program prints. Blocks.
     *
     * @throws MissingProgramException if the host has no such program
     * @throws IOException if it fails, takes too long or prints too much
     */
    String run(List<String> command) throws IOException;

    /** The host has no such program. */
    final class MissingProgramException extends IOException {
        private static final long serialVersionUID = 1L;

        MissingProgramException(String name, Throwable cause) {
            super("the program " + name + " is missing", cause);
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
            Thread limit = Thread.ofVirtual().start(() -> endLater(process));
            try (InputStream printed = process.getInputStream()) {
                byte[] octets = printed.readNBytes(MAX_OCTETS + 1);
                if (octets.length > MAX_OCTETS) {
                    throw new IOException(command.getFirst() + ": printed more than " + MAX_OCTETS + " octets");
                }
                String text = new String(octets, StandardCharsets.UTF_8);
                require(command, process, text);
                return text;
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

        private static void endLater(Process process) {
            try {
                Thread.sleep(MAX_SECONDS * 1000);
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
