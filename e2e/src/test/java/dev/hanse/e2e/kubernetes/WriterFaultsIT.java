// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ImportWriterBed.EAST;
import static dev.hanse.e2e.kubernetes.ImportWriterBed.HTTP;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.write.ImportWriter;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects all other objects from one that the API server refuses, however it does, and what is written from an API that answers badly or has lost a part of its data. */
final class WriterFaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static KubernetesApi api;
    private static WrittenObjects written;

    private ImportWriterBed bed;
    private FaultyApi faulty;

    @BeforeAll
    static void start() {
        api = KubernetesApi.start(LAB, "west");
        written = new WrittenObjects(api.admin());
    }

    @BeforeEach
    void begin() {
        bed = new ImportWriterBed(api);
        faulty = new FaultyApi(api);
    }

    private static void awaitRefused(ImportWriter writer, String... texts) {
        eventually(
                "it is told",
                LIMIT,
                () -> assertThat(writer.status().refused())
                        .singleElement()
                        .asString()
                        .contains(texts));
    }

    @AfterEach
    void close() {
        bed.close();
        faulty.close();
    }

    @Test
    void aQuotaThatIsUsedUpDelaysTheServiceAlone() {
        ServiceName name = bed.namespace("quota");
        api.admin().apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: few, namespace: quota}
                spec: {hard: {count/services: "0"}}
                """);
        // Its controller, which would do so, does not run here.
        quota("0");
        ImportWriter writer = writeBeside(name);
        awaitRefused(writer, "Service quota/derived-", "exceeded quota: few");
        assertThat(written.endpoints("quota")).containsExactly("10.1.0.1 true true");
        eventually(
                "the import says so",
                LIMIT,
                () -> assertThat(readyMessage("quota")).contains("Service quota/derived-", "exceeded quota: few"));
        awaitEvent("quota", "QuotaExceeded", "exceeded quota: few");
        // One that comes after it says nothing twice.
        writer.close();
        writer = bed.writer(faulty.hanseKubeconfig());
        awaitRefused(writer, "Service quota/derived-", "exceeded quota: few");
        awaitEvent("quota", "QuotaExceeded", "exceeded quota: few");
        quota("5");
        written.awaitReady("quota", "web");
        eventually(
                "it says so no more",
                LIMIT,
                () -> assertThat(readyMessage("quota")).isEqualTo("clients are served"));
        assertThat(writer.status().refused()).isEmpty();
    }

    private static String readyMessage(String namespace) {
        return written.imported(namespace, "web")
                .getJsonObject("status", new JsonObject())
                .getJsonArray("conditions")
                .getJsonObject(0)
                .getString("message");
    }

    /** The only one in the namespace, of the import. */
    private static void awaitEvent(String namespace, String reason, String note) {
        eventually(
                "it is an Event",
                LIMIT,
                () -> assertThat(McsCluster.objects(api.admin()
                                .get("/apis/events.k8s.io/v1/namespaces/" + namespace + "/events")
                                .getJsonArray("items")))
                        .singleElement()
                        .satisfies(each -> {
                            assertThat(each.getString("reason")).isEqualTo(reason);
                            assertThat(each.getString("note")).contains(note);
                            assertThat(each.getJsonObject("regarding").getString("kind"))
                                    .isEqualTo("ServiceImport");
                            assertThat(each.getJsonObject("regarding").getString("name"))
                                    .isEqualTo("web");
                            assertThat(each.getJsonObject("regarding").getString("uid"))
                                    .isEqualTo(WrittenObjects.uid(written.imported(namespace, "web")));
                        }));
    }

    private static void quota(String services) {
        String hard = "{\"count/services\": \"" + services + "\"}";
        String path = "/api/v1/namespaces/quota/resourcequotas/few";
        merge(path, "{\"spec\": {\"hard\": " + hard + "}}");
        merge(path + "/status", "{\"status\": {\"hard\": " + hard + ", \"used\": {\"count/services\": \"0\"}}}");
    }

    private static void merge(String path, String patch) {
        api.admin().call("PATCH", path, "application/merge-patch+json", patch).orFail();
    }

    @Test
    void aWebhookThatDoesNotAnswerDelaysWhatItWouldLookAtAlone() {
        ServiceName name = bed.namespace("webhook");
        api.admin().apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: gone}
                webhooks:
                  - name: gone.example.com
                    clientConfig: {url: "https://127.0.0.1:1/"}
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: webhook}}
                    rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services]}]
                    failurePolicy: Fail
                    sideEffects: None
                    admissionReviewVersions: [v1]
                """);
        String service =
                "{\"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": {\"name\": \"x\"}, \"spec\": {\"ports\": [{\"port\": 1}]}}";
        eventually(
                "the webhook is asked",
                LIMIT,
                () -> assertThat(api.admin()
                                .call(
                                        "POST",
                                        "/api/v1/namespaces/webhook/services?dryRun=All",
                                        "application/json",
                                        service)
                                .succeeded())
                        .isFalse());
        ImportWriter writer = writeBeside(name);
        awaitRefused(writer, "Service webhook/derived-", "gone.example.com");
        awaitEvent("webhook", "WriteFailed", "gone.example.com");
        assertThat(written.endpoints("webhook")).containsExactly("10.1.0.1 true true");
        api.admin().delete("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: gone}
                """);
        written.awaitReady("webhook", "web");
        assertThat(writer.status().refused()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_MANY_REQUESTS, 429, HTTP 429",
        "SERVER_ERROR, 500, HTTP 500",
        "CONFLICT, 409, ''",
    })
    void aServerThatRefusesForATimeDelaysTheseObjectsAlone(ApiFault fault, String label, String told)
            throws InterruptedException {
        ServiceName name = bed.namespace("refused-" + label);
        faulty.set(fault, "/namespaces/refused-" + label + "/");
        ImportWriter writer = writeBeside(name);
        if (!told.isEmpty()) {
            eventually(
                    "it is told",
                    LIMIT,
                    () -> assertThat(writer.status().refused())
                            .singleElement()
                            .asString()
                            .contains("ServiceImport refused-" + label + "/web", told));
        }
        long before = requests(label);
        Thread.sleep(2_000);
        assertThat(requests(label) - before).as("attempts in two seconds").isLessThan(15);
        faulty.set(ApiFault.NONE);
        written.awaitReady("refused-" + label, "web");
        assertThat(writer.status().refused()).isEmpty();
    }

    private long requests(String label) {
        return faulty.seen().stream()
                .filter(line -> line.contains("/namespaces/refused-" + label + "/"))
                .count();
    }

    @Test
    void listsThatAreCutChangeNothing() {
        ServiceName name = bed.namespace("cut");
        ImportWriter writer = writeBeside(name);
        written.awaitReady("cut", "web");
        Map<String, String> before = written.versions("cut");

        faulty.set(ApiFault.CUT_LIST, "/endpointslices");
        faulty.disconnect();
        eventually(
                "it is told",
                LIMIT,
                () -> assertThat(writer.status().troubles()).anyMatch(each -> each.contains("endpointslices")));
        assertThat(written.versions("cut")).isEqualTo(before);
        bed.slice(name, EAST, "s", "10.1.0.2");
        bed.publish(writer);
        eventually(
                "what is known is still written",
                LIMIT,
                () -> assertThat(written.endpoints("cut")).containsExactly("10.1.0.2 true true"));
        faulty.set(ApiFault.NONE);
        eventually(
                "it is read again",
                LIMIT,
                () -> assertThat(writer.status().troubles()).isEmpty());
        Map<String, String> after = written.versions("cut");
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.entrySet())
                .filteredOn(each -> !before.entrySet().contains(each))
                .hasSize(1);
    }

    @Test
    void anApiThatHasLostWhatCameAfterItsBackupGetsItAgain() {
        ServiceName kept = bed.namespace("kept");
        ServiceName late = bed.namespace("late");
        bed.namespace("gone");
        ServiceName gone = new ServiceName("gone", "web");
        bed.imported(kept, HTTP);
        bed.slice(kept, EAST, "s", "10.1.0.1");
        bed.imported(gone, HTTP);
        bed.slice(gone, EAST, "s", "10.1.0.9");
        ImportWriter writer = bed.writer();
        written.awaitReady("kept", "web");
        written.awaitReady("gone", "web");
        String address = WrittenObjects.ips(written.onlyService("kept")).encode();
        api.kill();
        Path backup = api.backUp();
        api.start();

        bed.imported(late, HTTP);
        bed.slice(late, EAST, "s", "10.1.0.5");
        bed.remove(gone);
        for (int i = 2; i < 30; i++) {
            String newest = "10.1.0." + i;
            bed.slice(kept, EAST, "s", newest);
            bed.publish(writer);
            eventually(
                    "it is written",
                    LIMIT,
                    () -> assertThat(written.endpoints("kept")).containsExactly(newest + " true true"));
        }
        written.awaitReady("late", "web");
        eventually(
                "what is not imported has gone",
                LIMIT,
                () -> assertThat(written.versions("gone")).isEmpty());
        api.kill();
        api.restore(backup);
        api.start();

        eventually(
                "all is as it should be",
                LIMIT,
                () -> assertThat(written.endpoints("kept")).containsExactly("10.1.0.29 true true"));
        written.awaitReady("late", "web");
        eventually(
                "what is not imported has gone",
                LIMIT,
                () -> assertThat(written.versions("gone")).isEmpty());
        assertThat(WrittenObjects.ips(written.onlyService("kept")).encode()).isEqualTo(address);
        bed.slice(kept, EAST, "s", "10.1.0.77");
        bed.publish(writer);
        eventually(
                "later changes are written too",
                LIMIT,
                () -> assertThat(written.endpoints("kept")).containsExactly("10.1.0.77 true true"));
    }

    @Test
    void aServiceOfFiveThousandEndpointsIsWrittenAndOneChangePatchesOneSlice() {
        ServiceName name = bed.namespace("large");
        bed.imported(name, HTTP);
        bed.fullSlices(name, EAST, 50);
        ImportWriter writer = bed.writer();
        eventually(
                "all are there",
                LIMIT,
                () -> assertThat(written.endpoints("large")).hasSize(5_000));
        written.awaitReady("large", "web");
        Map<String, String> before = written.versions("large");
        assertThat(before).hasSize(52);

        bed.slice(name, EAST, "s7", "10.1.7.250");
        bed.publish(writer);
        eventually(
                "it has changed",
                LIMIT,
                () -> assertThat(written.endpoints("large")).hasSize(4_901));
        Map<String, String> after = written.versions("large");
        assertThat(after.entrySet())
                .filteredOn(each -> !before.entrySet().contains(each))
                .hasSize(1);
    }

    /** Imports the service and another one, which is written whatever becomes of the first. */
    private ImportWriter writeBeside(ServiceName name) {
        ServiceName beside = bed.namespace(name.namespace() + "-beside");
        bed.imported(name, HTTP);
        bed.slice(name, EAST, "s", "10.1.0.1");
        bed.imported(beside, HTTP);
        bed.slice(beside, EAST, "s", "10.1.0.2");
        ImportWriter writer = bed.writer(faulty.hanseKubeconfig());
        written.awaitReady(beside.namespace(), "web");
        assertThat(written.endpoints(beside.namespace())).containsExactly("10.1.0.2 true true");
        return writer;
    }
}
