// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A host of its own: a network namespace with loopback up, links to {@link TestNetwork}s, routes and processes.
 *
 * <p>Made by {@link TestLab#host}; removed with it. Interfaces are named {@code eth0}, {@code eth1}, … in the order of attaching.
 */
public final class TestHost {
    private final TestLab lab;
    private final String name;
    private final String namespace;
    private int interfaces;
    private Optional<HostClock> clock = Optional.empty();

    TestHost(TestLab lab, String name, String namespace) {
        this.lab = lab;
        this.name = name;
        this.namespace = namespace;
        Command.check("ip", "netns", "add", namespace);
        ip("link", "set", "lo", "up");
        // A new namespace inherits this one from the machine.
        sysctl("net.ipv4.ip_forward", "0");
        // Addresses are usable at once, without waiting for duplicate address detection.
        sysctl("net.ipv6.conf.all.accept_dad", "0");
        sysctl("net.ipv6.conf.default.accept_dad", "0");
    }

    /** The name it was made with. */
    public String name() {
        return name;
    }

    /** The name of its network namespace on this machine. */
    public String namespace() {
        return namespace;
    }

    /**
     * Joins a network.
     *
     * @param addresses with prefix length, for example {@code 192.0.2.1/24}; IPv4 or IPv6
     * @return the name of the new interface
     */
    public String attach(TestNetwork network, String... addresses) {
        String device = "eth" + interfaces++;
        network.plug(this, device);
        for (String address : addresses) {
            ip("addr", "add", address, "dev", device);
        }
        ip("link", "set", device, "up");
        return device;
    }

    /** Routes a prefix, or {@code default}, to a neighbour's address. */
    public TestHost route(String prefix, String via) {
        ip("route", "add", prefix, "via", via);
        return this;
    }

    /** Lets the host forward packets between its interfaces, IPv4 and IPv6. */
    public TestHost forward() {
        sysctl("net.ipv4.ip_forward", "1");
        sysctl("net.ipv6.conf.all.forwarding", "1");
        return this;
    }

    /** Sets the MTU of one interface, in octets. */
    public TestHost mtu(String device, int octets) {
        ip("link", "set", device, "mtu", Integer.toString(octets));
        return this;
    }

    /** Sets a kernel parameter of this host's network. */
    public TestHost sysctl(String key, String value) {
        run("sysctl", "-q", "-w", key + "=" + value).orFail();
        return this;
    }

    /** Makes every later process of the host ask this DNS server, on port 53. */
    public TestHost nameserver(String address) {
        return etc("resolv.conf", "nameserver " + address + "\noptions timeout:1 attempts:2\n");
    }

    /** Gives every later process of the host this {@code /etc/hosts}; those that have one from here see each new one. */
    public TestHost hosts(String... lines) {
        return etc("hosts", "127.0.0.1 localhost\n" + String.join("\n", lines) + "\n");
    }

    private TestHost etc(String name, String text) {
        Path file = lab.etc(namespace).resolve(name);
        try {
            Files.createDirectories(lab.etc(namespace));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return this;
    }

    /** Gives the host a wall clock of its own, for every {@code hanse} that starts on it from now on; others see the machine's. */
    public HostClock clock() {
        if (clock.isEmpty()) {
            clock = Optional.of(new HostClock(lab.folder("clocks").resolve(name)));
        }
        return clock.get();
    }

    /** Runs {@code ip} with these words in the host and returns what it printed; fails the test on an error. */
    public String ip(String... words) {
        return Command.ip(namespace, words);
    }

    /** Connects to a TCP port on the host's own 127.0.0.1, from this JVM. */
    public SocketChannel connect(int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        return HostThread.call(namespace, () -> SocketChannel.open(address));
    }

    /** Listens on a TCP port of the host's own 127.0.0.1, in this JVM. */
    public ServerSocketChannel listen(int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        return HostThread.call(namespace, () -> ServerSocketChannel.open().bind(address));
    }

    /** Runs a command to its end, at most 30 seconds. */
    public CommandResult run(String... command) {
        return run(Eventually.LIMIT, command);
    }

    /** Runs a command to its end within the limit; fails the test where it takes longer. */
    public CommandResult run(Duration limit, String... command) {
        return Command.run(inside(List.of(command)), limit);
    }

    /** Starts a process that runs until it is stopped or the lab is closed. The name labels its log file. */
    public TestProcess start(String processName, String... command) {
        return start(processName, Map.of(), List.of(command));
    }

    /** Starts a process with more environment variables. */
    public TestProcess start(String processName, Map<String, String> environment, List<String> command) {
        return lab.own(TestProcess.start(
                name + "/" + processName, inside(command), environment, lab.logFile(name + "-" + processName)));
    }

    /** Starts the main method of a class of the test class path in a JVM of its own, with {@code -Xmx256m} and native access. */
    public TestProcess startJava(String processName, Class<?> mainClass, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass.getName()));
        command.addAll(List.of(args));
        return start(processName, Map.of(), command);
    }

    /** Starts the built executable {@code hanse} with these arguments. */
    public TestProcess startHanse(String processName, String... args) {
        List<String> command = new ArrayList<>(List.of(Distribution.executable()));
        command.addAll(List.of(args));
        return start(processName, Distribution.environment(), command);
    }

    /** Runs the built executable {@code hanse} to its end, at most a minute. */
    public CommandResult hanse(String... args) {
        List<String> command = new ArrayList<>(List.of("env", "JAVA_HOME=" + System.getProperty("java.home")));
        command.add(Distribution.executable());
        command.addAll(List.of(args));
        return run(Duration.ofMinutes(1), command.toArray(String[]::new));
    }

    /** Does work on a thread that is in the host's network: a socket that it opens is the host's. */
    public <T> T call(Callable<T> work) throws IOException {
        return HostThread.call(namespace, work);
    }

    /** Ends all processes that are in its network at once, those of namespaces of their own aside. */
    public void killAll() {
        run("sh", "-c", "ip netns pids " + namespace + " | grep -vx $$ | xargs -r kill -KILL");
    }

    private List<String> inside(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        clock.filter(_ -> command.contains(Distribution.executable())).ifPresent(each -> whole.addAll(each.wrapper()));
        whole.addAll(command);
        return whole;
    }

    @Override
    public String toString() {
        return name + " (" + namespace + ")";
    }
}
