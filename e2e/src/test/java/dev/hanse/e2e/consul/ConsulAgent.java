// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.Eventually;
import dev.hanse.net.testing.FreePorts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Consul agent on loopback, server or not; keeps its data when it is stopped and started again. Used by one thread. */
final class ConsulAgent implements AutoCloseable {

    /** The token that may do everything where ACLs are on. */
    static final String ROOT_TOKEN = "6c1b9d3e-0000-4000-8000-2f1e5a7c9b00";

    private static final Duration PATIENCE = Eventually.LIMIT;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final String node;
    private final List<Integer> ports;
    private final Map<String, String> policies = new HashMap<>();
    private final Map<String, String> accessors = new HashMap<>();
    private @Nullable Process process;

    /**
     * A server that is alone and does not run yet.
     *
     * @param folder empty, for its configuration, data and log
     * @param acl whether everything needs a token
     */
    ConsulAgent(Path folder, boolean acl) throws IOException {
        this(folder, "node-1", freePorts(3));
        write("\"server\": true, \"bootstrap_expect\": 1", acl, List.of());
    }

    private ConsulAgent(Path folder, String node, List<Integer> ports) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.node = node;
        this.ports = ports;
    }

    /** An agent without a server, which joins that of a server without ACLs. */
    static ConsulAgent client(Path folder, ConsulAgent server) throws IOException {
        ConsulAgent agent = new ConsulAgent(folder, "client-1", freePorts(3));
        agent.write("\"server\": false", false, List.of(server));
        return agent;
    }

    /** Servers that elect one of them; all have to be started before one can be waited for. */
    static List<ConsulAgent> cluster(Path folder, int count) throws IOException {
        List<ConsulAgent> servers = new ArrayList<>();
        List<Integer> ports = freePorts(3 * count);
        for (int i = 0; i < count; i++) {
            String node = "node-" + (i + 1);
            servers.add(new ConsulAgent(folder.resolve(node), node, ports.subList(3 * i, 3 * i + 3)));
        }
        for (ConsulAgent each : servers) {
            each.write("\"server\": true, \"bootstrap_expect\": " + count, false, servers);
        }
        return servers;
    }

    private void write(String role, boolean acl, List<ConsulAgent> others) throws IOException {
        Files.writeString(folder.resolve("agent.json"), """
                {%s, "bind_addr": "127.0.0.1", "client_addr": "127.0.0.1", "node_name": "%s",
                 "performance": {"raft_multiplier": 1}, "disable_update_check": true, "disable_host_node_id": true,
                 "retry_interval": "1s", "retry_join": [%s],
                 "acl": {"enabled": %b, "default_policy": "deny", "tokens": {"master": "%s", "agent": "%s"}},
                 "ports": {"http": %d, "server": %d, "serf_lan": %d, "serf_wan": -1, "dns": -1, "grpc": -1}}
                """.formatted(
                        role,
                        node,
                        others.stream()
                                .map(each -> "\"127.0.0.1:" + each.ports.get(2) + "\"")
                                .collect(Collectors.joining(", ")),
                        acl,
                        ROOT_TOKEN,
                        ROOT_TOKEN,
                        ports.get(0),
                        ports.get(1),
                        ports.get(2)));
    }

    private static List<Integer> freePorts(int count) {
        int first = FreePorts.block(count);
        return IntStream.range(first, first + count).boxed().toList();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + ports.getFirst());
    }

    /** Starts it where it does not run, and waits until it answers about its own node. */
    void start() throws IOException {
        eventually("Consul knows its own node", PATIENCE, () -> {
            launch();
            if (!ask("GET", "/v1/health/node/" + node, "").contains("\"passing\"")) {
                throw new AssertionError("its own node does not pass");
            }
        });
    }

    /** Starts it where it does not run, or has ended by itself, as when a test beside this one had its port; waits for nothing. */
    void launch() throws IOException {
        if (process == null || !process.isAlive()) {
            Path log = folder.resolve("consul.log");
            String[] command = {
                "consul",
                "agent",
                "-config-file=" + folder.resolve("agent.json"),
                "-config-file=" + moreConfiguration(),
                "-data-dir=" + folder.resolve("data")
            };
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        }
    }

    /** Stops or continues it by a signal: {@code STOP}, {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        Process running = Objects.requireNonNull(process, "it does not run");
        new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
                .start()
                .waitFor();
    }

    /** Waits until the catalog has noticed that the agent of a node is dead. */
    void awaitDead(String other) {
        eventually(
                other + " is known to be dead",
                PATIENCE,
                () -> assertThat(ask("GET", "/v1/health/node/" + other, "")).contains("\"critical\""));
    }

    /** Whether it is the leader of its servers. */
    boolean leads() throws IOException, InterruptedException {
        return ask("GET", "/v1/status/leader", "").equals("\"127.0.0.1:" + ports.get(1) + "\"");
    }

    private Path moreConfiguration() throws IOException {
        Path more = folder.resolve("more.hcl");
        return Files.exists(more) ? more : Files.writeString(more, "");
    }

    /** Crashes it: connections break, new ones are refused. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
            process = null;
        }
    }

    /** Registers an instance, or replaces the one with the same id. */
    void register(String json) throws IOException, InterruptedException {
        ask("PUT", "/v1/agent/service/register", json);
    }

    /** Registers an instance past any agent. */
    void registerInCatalog(String json) throws IOException, InterruptedException {
        ask("PUT", "/v1/catalog/register", json);
    }

    /** Registers by the command that comes with Consul. */
    void registerByCommand(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("consul", "services", "register", "-http-addr=" + address()));
        command.addAll(List.of(options));
        ProcessBuilder register = new ProcessBuilder(command).inheritIO();
        register.environment().put("CONSUL_HTTP_TOKEN", ROOT_TOKEN);
        int code = register.start().waitFor();
        if (code != 0) {
            throw new IOException(command + ": exit code " + code);
        }
    }

    /** Gives the agent a further file of its configuration language; before it is started. */
    void configure(String hcl) throws IOException {
        Files.writeString(folder.resolve("more.hcl"), hcl);
    }

    /**
     * Makes a token with these rules, or gives the one of this name other rules.
     *
     * @return its secret
     */
    String token(String name, String rules) throws IOException, InterruptedException {
        return token(name, rules, "");
    }

    /**
     * As above.
     *
     * @param more further fields of the token, each with a comma before it
     */
    String token(String name, String rules, String more) throws IOException, InterruptedException {
        JsonObject policy = new JsonObject().put("Name", name).put("Rules", rules);
        String id = policies.get(name);
        JsonObject made = new JsonObject(ask(
                "PUT",
                "/v1/acl/policy" + (id == null ? "" : "/" + id),
                policy.put("ID", id).encode()));
        policies.put(name, made.getString("ID"));
        if (id != null) {
            return "";
        }
        JsonObject token = new JsonObject(
                ask("PUT", "/v1/acl/token", "{\"Policies\": [{\"Name\": \"" + name + "\"}]" + more + "}"));
        accessors.put(name, token.getString("AccessorID"));
        return token.getString("SecretID");
    }

    /** Deletes the token of this name. */
    void deleteToken(String name) throws IOException, InterruptedException {
        ask("DELETE", "/v1/acl/token/" + accessors.get(name), "");
    }

    /** Deletes its data, while it does not run. */
    void loseData() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Removes something past any agent. */
    void deregisterFromCatalog(String json) throws IOException, InterruptedException {
        ask("PUT", "/v1/catalog/deregister", json);
    }

    void deregister(String id) throws IOException, InterruptedException {
        ask("PUT", "/v1/agent/service/deregister/" + id, "");
    }

    /** What the API answers. */
    String read(String path) throws IOException, InterruptedException {
        return ask("GET", path, "");
    }

    private String ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address().resolve(path))
                .header("X-Consul-Token", ROOT_TOKEN)
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
            kill();
        }
    }
}
