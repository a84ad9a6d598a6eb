// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hanse demo}. */
@Command(
        name = "demo",
        description =
                "Joins two clusters on this machine and uses a service of one in the other. Needs root: its hosts are"
                        + " network namespaces. Leaves nothing behind.")
public final class DemoCommand implements Callable<Integer> {

    private final Console console;
    private final RandomGenerator random;

    @Option(names = "--keep", description = "Leave both clusters running and say what to try.")
    private boolean keep;

    @Option(names = "--clean", description = "Remove what an earlier run has kept or left, and do nothing else.")
    private boolean clean;

    @Option(
            names = "--shared-network",
            description =
                    "Have the addresses of gateways and control plane lie in the clusters' pod prefixes, as on clouds"
                            + " where nodes and pods share a network.")
    private boolean sharedNetwork;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the demo keeps its state and logs; default: ${DEFAULT-VALUE}.")
    private Path directory = Path.of("/run/hanse-demo");

    /**
     * @param random names the run
     */
    public DemoCommand(Console console, RandomGenerator random) {
        this.console = console;
        this.random = random;
    }

    @Override
    public Integer call() {
        requireRoot();
        Path folder = directory.toAbsolutePath().normalize();
        boolean removed = Lab.removeLeftBehind(folder);
        if (clean) {
            say(removed ? "The earlier demo is removed." : "There was nothing to remove.");
            return 0;
        }
        if (removed) {
            say("An earlier demo was still there; it is removed.");
        }
        run(folder, Tools.find(console.environment()));
        return 0;
    }

    private void run(Path folder, Tools tools) {
        try (Lab lab = Lab.open(folder, HexFormat.of().toHexDigits(random.nextInt()))) {
            Steps steps = new Steps(console.out(), lab::onStepFailure);
            List<String> toTry = new Demo(lab, tools, steps, sharedNetwork).walk();
            say("The demo worked, in " + steps.total() + ".");
            if (keep) {
                lab.keep();
                sayWhatToTry(folder, toTry);
            }
        }
    }

    private void sayWhatToTry(Path folder, List<String> toTry) {
        say("Both clusters keep running; logs are in " + folder + "/log. Try:");
        toTry.forEach(line -> say("  " + line));
        say("Remove them with: hanse demo --clean");
    }

    private static void requireRoot() {
        try {
            if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
                throw new CommandFailure("the demo makes network namespaces, which needs root", "run it with sudo");
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new CommandFailure("the demo needs Linux", "run it on a Linux host or in a virtual machine", e);
        }
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            throw new CommandFailure(
                    "the demo needs /dev/net/tun, which does not exist",
                    "load the module with modprobe tun, or give the container --device /dev/net/tun");
        }
    }

    private void say(String line) {
        console.out().println(line);
        console.out().flush();
    }
}
