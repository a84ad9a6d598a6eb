// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import dev.hanse.cli.output.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that the demo runs besides Hanse.
 *
 * @param hanse this executable
 * @param consul a Consul agent
 * @param dnsClient kdig or dig
 * @param curl an HTTP client
 */
record Tools(String hanse, String consul, String dnsClient, String curl) {

    private static final String NEXT = "run deploy/setup demo as root";

    /**
     * Finds them in the folder of deploy/setup and on the PATH.
     *
     * @throws CommandFailure naming the first that is missing
     */
    static Tools find(Map<String, String> environment) {
        require(environment, "ip");
        require(environment, "setsid");
        return new Tools(
                executable(environment),
                require(environment, "consul"),
                search(environment, "kdig").orElseGet(() -> require(environment, "dig")),
                require(environment, "curl"));
    }

    private static String executable(Map<String, String> environment) {
        Path launcher = Path.of(environment.getOrDefault("HANSE_HOME", "")).resolve("bin/hanse");
        if (!Files.isExecutable(launcher)) {
            throw new CommandFailure(
                    "the demo starts further processes of hanse and does not know where it is",
                    "start it by bin/hanse of the distribution");
        }
        return launcher.toString();
    }

    private static String require(Map<String, String> environment, String name) {
        return search(environment, name)
                .orElseThrow(() -> new CommandFailure("the demo needs " + name + ", which was not found", NEXT));
    }

    private static Optional<String> search(Map<String, String> environment, String name) {
        String setUp = environment.getOrDefault("HANSE_TOOLS", "/opt/hanse/tools") + "/bin";
        String path = setUp + ":" + environment.getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
