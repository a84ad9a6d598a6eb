// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.PortIntoHost;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Kubernetes cluster without nodes on a host of its own: etcd, API server, and the controllers of slices, namespaces, owners and service accounts, with
 * our CRDs and the shipped role. RBAC, OwnerReferencesPermissionEnforcement and the audit log are on; Services have addresses of both families. It ends
 * with its lab. Owner thread: the test's.
 */
public final class KubernetesApi {

    /** The user as which Hanse comes. */
    public static final String HANSE = "system:serviceaccount:hanse:hanse";

    /** On a machine that also does other things. */
    private static final Duration READY_LIMIT = Eventually.LIMIT;

    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Path SHIPPED = Distribution.repository().resolve("deploy/kubernetes");
    private static final String TOKEN_PATH = "/api/v1/namespaces/hanse/serviceaccounts/hanse/token";
    private static final List<String> OUR_KINDS = List.of(
            "/apis/multicluster.x-k8s.io/v1beta1/serviceexports",
            "/apis/multicluster.x-k8s.io/v1alpha1/serviceimports",
            "/apis/about.k8s.io/v1beta1/clusterproperties");

    private final TestHost host;
    private final BedFiles files;
    private final BedPrograms programs;
    private final URI address;
    private final ApiClient admin;
    private boolean prepared;

    /**
     * A cluster that does not run yet, on a new host.
     *
     * @param name of the host, unique in the lab
     * @param serverOptions further options of the API server
     */
    public KubernetesApi(TestLab lab, String name, String... serverOptions) {
        host = lab.host(name);
        PortIntoHost port = new PortIntoHost(host);
        lab.atEnd(port::close);
        address = URI.create("https://127.0.0.1:" + port.port());
        try {
            files = new BedFiles(lab.folder(name), address.toString());
            admin = files.administrator(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        programs = new BedPrograms(host, files, port.port(), List.of(serverOptions));
        lab.atEnd(() -> TestLab.deleteTree(files.path("etcd")));
    }

    /** A cluster that runs. */
    public static KubernetesApi start(TestLab lab, String name) {
        return new KubernetesApi(lab, name).start();
    }

    /** Starts it where it does not run, over the data of before, and waits until it answers and has our kinds and the role. */
    public KubernetesApi start() {
        programs.startServer();
        awaitReady();
        programs.startControllers();
        if (!prepared) {
            prepare();
            prepared = true;
        }
        return this;
    }

    private void awaitReady() {
        eventually("the API server of " + host.name() + " is ready", READY_LIMIT, () -> {
            if (server().isAlive()) {
                admin.call("GET", "/readyz", "", "").orFail();
            }
        });
        if (!server().isAlive()) {
            throw new AssertionError(server() + " ended: " + server().logText());
        }
    }

    private void prepare() {
        applyFile("crds.yaml");
        applyFile("role.yaml");
        OUR_KINDS.forEach(each -> eventually(each + " is served", READY_LIMIT, () -> admin.get(each)));
        renewToken(Duration.ofHours(2));
        files.kubeconfig("hanse", address.toString(), hanseToken());
    }

    /** Stops all its processes; the data stays, and connections end at once until it is started again. */
    public void stop() {
        programs.stop();
    }

    /** Kills all its processes, as a power cut would; otherwise as {@link #stop}. */
    public void kill() {
        programs.kill();
    }

    /** Keeps the data of now as a backup of etcd would; it has to be stopped. */
    public Path backUp() {
        Path copy = files.path("etcd-backup");
        TestLab.deleteTree(copy);
        copyTree(files.path("etcd"), copy);
        return copy;
    }

    /** Has the data of {@link #backUp} again; it has to be stopped. */
    public void restore(Path backup) {
        TestLab.deleteTree(files.path("etcd"));
        copyTree(backup, files.path("etcd"));
    }

    private static void copyTree(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its host. */
    public TestHost host() {
        return host;
    }

    /** The process of the API server, to be stopped and continued by signals. */
    public TestProcess server() {
        return programs.server();
    }

    /** Waits until the controllers have nothing to do: they go on for a while when all that they make is there. */
    void awaitControllersIdle(Duration limit) {
        eventually("the controllers of " + host.name() + " are idle", limit, () -> {
            Duration before = programs.controllers().processorTime();
            Eventually.pass(LOOK);
            assertThat(programs.controllers().processorTime().minus(before)).isLessThan(LOOK.dividedBy(20));
        });
    }

    /** Where the API is, on its host and on the machine itself alike. */
    public URI address() {
        return address;
    }

    /** The certificate of its authority, in PEM. */
    public Path authority() {
        return files.path("ca.crt");
    }

    /** For a user that may do everything. */
    public Path adminKubeconfig() {
        return files.path("admin.kubeconfig");
    }

    /** For {@link #HANSE}, which may do what the shipped role says. */
    public Path hanseKubeconfig() {
        return files.path("hanse.kubeconfig");
    }

    /** The file with the token of {@link #HANSE}. */
    public Path hanseToken() {
        return files.path("hanse.token");
    }

    /** For {@link #HANSE}, with a token of its own, by which the audit log tells who it was. */
    public HanseAccess hanseAccess(String name) {
        Path file = files.path(name + ".token");
        String token = token(Duration.ofHours(2));
        BedFiles.write(file, token);
        JsonObject claims = new JsonObject(
                new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
        return new HanseAccess(files.kubeconfig(name, address.toString(), file), "JTI=" + claims.getString("jti"));
    }

    /**
     * One of several that come as {@link #HANSE}.
     *
     * @param credential as {@link AuditEvent#credential} has it
     */
    public record HanseAccess(Path kubeconfig, String credential) {}

    /** Replaces the token of {@link #HANSE} by a new one; the old one is good for as long as it was given. At least ten minutes. */
    public void renewToken(Duration life) {
        BedFiles.write(hanseToken(), token(life));
    }

    private String token(Duration life) {
        String request = """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": %d}}
                """.formatted(life.toSeconds());
        JsonObject made = admin.call("POST", TOKEN_PATH, "application/json", request)
                .orFail()
                .json();
        return made.getJsonObject("status").getString("token");
    }

    /** A user that may do everything. */
    public ApiClient admin() {
        return admin;
    }

    /** {@link #HANSE}, with whatever token is in the file. */
    public ApiClient hanse() {
        return hanse(address);
    }

    ApiClient hanse(URI at) {
        try {
            return new ApiClient(at, Credential.anonymous(files.root()), () -> Optional.of(readString(hanseToken())));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Applies the YAML files that we ship, by their name in {@code deploy/kubernetes}. */
    public void applyFile(String name) {
        admin.apply(readString(SHIPPED.resolve(name)));
    }

    /** Runs kubectl on the host, as a user that may do everything. */
    public CommandResult kubectl(String... words) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig=" + adminKubeconfig()));
        Collections.addAll(command, words);
        return host.run(command.toArray(String[]::new));
    }

    /** All requests that were answered until now, in the order of their answers; watches when they begin and when they end. */
    public List<AuditEvent> audit() {
        String log = readString(files.path("audit.log"));
        // The last line may be half written.
        return log.substring(0, log.lastIndexOf('\n') + 1)
                .lines()
                .map(AuditEvent::parse)
                .toList();
    }

    /** The requests of {@link #HANSE} that its role does not allow. */
    public List<AuditEvent> forbidden() {
        return audit().stream()
                .filter(each -> each.user().equals(HANSE) && each.status() == 403)
                .toList();
    }

    BedFiles files() {
        return files;
    }

    private static String readString(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
