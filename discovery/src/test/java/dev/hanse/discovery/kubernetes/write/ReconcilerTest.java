// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static dev.hanse.discovery.kubernetes.write.Imports.EAST;
import static dev.hanse.discovery.kubernetes.write.Imports.HTTP;
import static dev.hanse.discovery.kubernetes.write.Imports.WEB;
import static dev.hanse.discovery.kubernetes.write.Imports.endpoint;
import static dev.hanse.discovery.kubernetes.write.Imports.key;
import static dev.hanse.discovery.kubernetes.write.Imports.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.discovery.model.SliceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Protects objects in the cluster: what is wanted comes about, ours is kept, everybody else's is left alone. */
final class ReconcilerTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final ObjectKey IMPORT = ObjectKey.of(ObjectKind.SERVICE_IMPORT, "shop", "web");
    private static final ObjectKey SERVICE = ObjectKey.of(ObjectKind.SERVICE, "shop", WrittenNames.derivedService(WEB));

    private final FakeCluster cluster = new FakeCluster();
    private final List<Step> steps = new ArrayList<>();
    private long nanos;
    private final Refused refused = new Refused(() -> nanos, new Random(1), (_, _, _) -> {});
    private Function<Step, Optional<Outcome>> server = step -> Optional.of(cluster.perform(step));

    /** A gateway that has just listed everything. */
    private Optional<Duration> reconcile(Optional<ServiceImport> imported, Map<SliceKey, EndpointSlice> slices)
            throws InterruptedException {
        SeenObjects objects = new SeenObjects(_ -> {});
        cluster.found().forEach(objects::put);
        steps.clear();
        Reconciler.Attempt attempt = step -> {
            steps.add(step);
            return server.apply(step);
        };
        return new Reconciler(objects, refused, attempt, UnaryOperator.identity(), () -> NOW)
                .reconcile(WEB, seen -> imported.map(each -> WantedObjects.of(each, slices, Set.of(), seen)));
    }

    private Optional<Duration> reconcile(ServiceImport imported, Map<SliceKey, EndpointSlice> slices)
            throws InterruptedException {
        return reconcile(Optional.of(imported), slices);
    }

    private static ServiceImport web() {
        return Imports.web(ServiceType.CLUSTER_SET_IP, HTTP);
    }

    private static ServiceImport web(Map<String, String> labels) {
        return Imports.web(new ServiceTraits(SessionAffinity.NONE, "", "", labels, Map.of()));
    }

    @Test
    void allOfItIsThereAfterOneTurnInFiveRequests() throws InterruptedException {
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));

        assertThat(cluster.uids()).hasSize(3);
        assertThat(cluster.object(IMPORT).path("spec").path("ips").path(0).asString(""))
                .isEqualTo("10.96.0.1");
        assertThat(cluster.object(IMPORT)
                        .path("status")
                        .path("conditions")
                        .path(0)
                        .path("status")
                        .asString(""))
                .isEqualTo("True");
        assertThat(steps).hasSize(5);
    }

    @Test
    void nothingIsWrittenTwice() throws InterruptedException {
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));

        assertThat(steps).isEmpty();
    }

    @Test
    void aChangedEndpointChangesOneSliceAndNothingElse() throws InterruptedException {
        Map<SliceKey, EndpointSlice> two = Map.of(
                key(EAST, "a"), slice("a", endpoint("10.1.0.1")), key(EAST, "b"), slice("b", endpoint("10.1.0.2")));
        reconcile(web(), two);
        Map<String, String> before = cluster.uids();
        Map<SliceKey, EndpointSlice> changed = new HashMap<>(two);
        changed.put(key(EAST, "b"), slice("b", endpoint("10.1.0.3")));
        reconcile(web(), changed);

        assertThat(steps).hasSize(1);
        assertThat(steps.getFirst()).isInstanceOf(Step.Change.class);
        assertThat(cluster.uids()).isEqualTo(before);
    }

    @Test
    void whatIsNotExportedAnyMoreGoesAndTheImportLast() throws InterruptedException {
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        reconcile(Optional.empty(), Map.of());

        assertThat(cluster.uids()).isEmpty();
        assertThat(steps.getLast().key()).isEqualTo(IMPORT);
    }

    @Test
    void aHeadlessServiceIsAnotherOneThanOneWithAnAddress() throws InterruptedException {
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        Map<String, String> before = cluster.uids();
        reconcile(Imports.web(ServiceType.HEADLESS, HTTP), Imports.east(endpoint("10.1.0.1")));

        assertThat(cluster.uids().get(SERVICE.toString())).isNotEqualTo(before.get(SERVICE.toString()));
        assertThat(cluster.uids().get(IMPORT.toString())).isEqualTo(before.get(IMPORT.toString()));
        assertThat(cluster.object(SERVICE).path("spec").path("clusterIP").asString(""))
                .isEqualTo("None");
        assertThat(cluster.object(IMPORT).path("spec").has("ips")).isFalse();

        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        assertThat(cluster.object(IMPORT).path("spec").path("ips")).hasSize(1);
    }

    @Test
    void aServiceKeepsItsAddressWithoutEndpoints() throws InterruptedException {
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        String before = cluster.uids().get(SERVICE.toString());
        reconcile(web(), Map.of());

        assertThat(cluster.uids()).hasSize(2).containsEntry(SERVICE.toString(), before);
        assertThat(steps).hasSize(1);
    }

    @Test
    void aLabelThatIsNotExportedAnyMoreGoesAndOneOfSomebodyElseStays() throws InterruptedException {
        reconcile(web(Map.of("tier", "gold")), Map.of());
        cluster.edit(
                IMPORT, object -> Body.metadata(object).withObject("/labels").put("mine", "1"));
        reconcile(web(Map.of("color", "red")), Map.of());

        JsonNode labels = cluster.object(IMPORT).path("metadata").path("labels");
        assertThat(labels.propertyNames()).containsExactlyInAnyOrder(StandardKeys.OURS, "color", "mine");
        reconcile(web(Map.of("color", "red")), Map.of());
        assertThat(steps).isEmpty();
    }

    @Test
    void somebodyElsesServiceOfTheNameIsNeverTouched() throws InterruptedException {
        ObjectNode theirs = Body.of(SERVICE);
        theirs.putObject("spec").putArray("ports").addObject().put("port", 7);
        cluster.put(SERVICE, theirs);
        JsonNode before = cluster.object(SERVICE).deepCopy();

        Optional<Duration> again = reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        assertThat(cluster.object(SERVICE)).isEqualTo(before);
        assertThat(again).isPresent();
        assertThat(refused.told()).singleElement().asString().contains("is there and is not Hanse's");
        assertThat(cluster.uids()).hasSize(3);
        assertThat(cluster.object(IMPORT)
                        .path("status")
                        .path("conditions")
                        .path(0)
                        .path("reason")
                        .asString(""))
                .isEqualTo("Pending");

        reconcile(Optional.empty(), Map.of());
        assertThat(cluster.uids()).containsOnlyKeys(SERVICE.toString());
        assertThat(cluster.object(SERVICE)).isEqualTo(before);
        assertThat(refused.told()).isEmpty();
    }

    @Test
    void ourLabelAloneMakesNothingOurs() throws InterruptedException {
        ObjectKey copy = ObjectKey.of(ObjectKind.SERVICE, "shop", "copy");
        ObjectNode theirs = Body.of(copy);
        Body.put(
                Body.metadata(theirs),
                "labels",
                Map.of(StandardKeys.OURS, StandardKeys.GATEWAY, StandardKeys.IMPORT, "web"));
        Body.own(theirs, WEB, "uid-1");
        cluster.put(copy, theirs);
        ObjectKey imported = ObjectKey.of(ObjectKind.SERVICE_IMPORT, "shop", "web");
        ObjectNode foreign = Body.of(imported);
        Body.put(Body.metadata(foreign), "labels", Map.of(StandardKeys.OURS, StandardKeys.GATEWAY));
        cluster.put(imported, foreign);

        reconcile(Optional.empty(), Map.of());

        assertThat(steps).isEmpty();
    }

    @Test
    void slicesThatTheClusterMadeForASelectorOfSomebodyGo() throws InterruptedException {
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        Map<String, String> before = cluster.uids();
        ObjectKey made = ObjectKey.of(ObjectKind.ENDPOINT_SLICE, "shop", WrittenNames.derivedService(WEB) + "-x7k2p");
        ObjectNode slice = Body.of(made);
        Body.put(
                Body.metadata(slice),
                "labels",
                Map.of(StandardKeys.OURS, StandardKeys.GATEWAY, StandardKeys.IMPORT, "web"));
        Body.metadata(slice)
                .putArray("ownerReferences")
                .addObject()
                .put("kind", "Service")
                .put("name", SERVICE.name().name());
        cluster.put(made, slice);
        cluster.edit(SERVICE, object -> object.withObject("/spec/selector").put("app", "mine"));

        reconcile(web(), Imports.east(endpoint("10.1.0.1")));

        assertThat(cluster.uids()).isEqualTo(before);
        assertThat(cluster.object(SERVICE).path("spec").has("selector")).isFalse();
    }

    @Test
    void whatBelongedToAnImportBeforeBelongsToTheOneThatWasMadeAnew() throws InterruptedException {
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        String service = cluster.uids().get(SERVICE.toString());
        cluster.remove(IMPORT);
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));

        assertThat(cluster.uids()).hasSize(3).containsEntry(SERVICE.toString(), service);
        assertThat(cluster.object(SERVICE)
                        .path("metadata")
                        .path("ownerReferences")
                        .path(0)
                        .path("uid")
                        .asString(""))
                .isEqualTo(cluster.uids().get(IMPORT.toString()));
    }

    @Test
    void aRefusalDelaysThatObjectAloneAndEverLonger() throws InterruptedException {
        server = step -> Optional.of(
                step.key().kind() == ObjectKind.SERVICE
                        ? new Outcome.QuotaExceeded("create services: exceeded quota")
                        : cluster.perform(step));
        Duration first = reconcile(web(), Imports.east(endpoint("10.1.0.1"))).orElseThrow();
        assertThat(cluster.uids()).hasSize(2);
        assertThat(refused.told()).containsExactly(SERVICE + " cannot be written: create services: exceeded quota");
        assertThat(refused.imports())
                .containsExactly(
                        new RefusedImport(WEB, SERVICE + " cannot be written: create services: exceeded quota"));

        assertThat(reconcile(web(), Imports.east(endpoint("10.1.0.2"))))
                .as("it is not forgotten")
                .isPresent();
        assertThat(steps).as("meanwhile all else goes on").extracting(Step::key).doesNotContain(SERVICE);
        Duration sum = first;
        for (int i = 0; i < 10; i++) {
            nanos += Duration.ofMinutes(2).toNanos();
            sum = sum.plus(reconcile(web(), Imports.east(endpoint("10.1.0.2"))).orElseThrow());
        }
        assertThat(sum).isGreaterThan(Duration.ofSeconds(10));

        server = step -> Optional.of(cluster.perform(step));
        nanos += Duration.ofMinutes(2).toNanos();
        assertThat(reconcile(web(), Imports.east(endpoint("10.1.0.2")))).isEmpty();
        assertThat(cluster.uids()).hasSize(3);
        assertThat(refused.told()).isEmpty();
    }

    /** A status that says so, and one that takes it back, would be two more requests, to a server that has too much to do. */
    @Test
    void thatTheServerIsBusyIsNotWrittenIntoTheStatus() throws InterruptedException {
        server = step -> Optional.of(
                step.key().kind() == ObjectKind.SERVICE
                        ? new Outcome.TooManyRequests(Duration.ZERO, "create services: HTTP 503")
                        : cluster.perform(step));
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));

        assertThat(refused.told()).containsExactly(SERVICE + " cannot be written: create services: HTTP 503");
        assertThat(refused.told(WEB)).isEmpty();
        assertThat(refused.imports()).isEmpty();
        assertThat(cluster.object(IMPORT).toString()).doesNotContain("503");
    }

    @Test
    void whatWasToldBeforeTheServerWasBusyStays() throws InterruptedException {
        Outcome quota = new Outcome.QuotaExceeded("exceeded quota");
        server = step -> Optional.of(step.key().kind() == ObjectKind.SERVICE ? quota : cluster.perform(step));
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        assertThat(cluster.object(IMPORT).toString()).contains("exceeded quota");

        nanos += Duration.ofMinutes(2).toNanos();
        server = _ -> Optional.of(new Outcome.TooManyRequests(Duration.ZERO, "HTTP 503"));
        reconcile(web(), Imports.east(endpoint("10.1.0.1")));
        assertThat(steps).extracting(Step::key).containsExactly(SERVICE);
        assertThat(refused.told(WEB)).containsExactly(SERVICE + " cannot be written: exceeded quota");
    }

    @Test
    void aDefinitionWithoutStatusIsToldAndTriedSeldom() throws InterruptedException {
        server = step -> Optional.of(
                step instanceof Step.ChangeStatus ? new Outcome.NotFound("HTTP 404") : cluster.perform(step));
        Duration first = reconcile(web(), Map.of()).orElseThrow();
        assertThat(refused.told()).as("it may have been deleted").isEmpty();

        nanos += first.toNanos();
        assertThat(reconcile(web(), Map.of()).orElseThrow()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        assertThat(refused.told())
                .singleElement()
                .asString()
                .startsWith("the status of " + IMPORT)
                .contains("has no status subresource", "add \"subresources: {status: {}}\"");
    }

    @Test
    void theServersWordCountsWhereItHasTooMuchToDo() throws InterruptedException {
        server = _ -> Optional.of(new Outcome.TooManyRequests(Duration.ofSeconds(40), "busy"));

        assertThat(reconcile(web(), Map.of())).contains(Duration.ofSeconds(40));
    }

    @Test
    void whatSomebodyChangesOnItsWayIsNotWrittenForEver() throws InterruptedException {
        server = step -> {
            Outcome outcome = cluster.perform(step);
            if (step instanceof Step.ChangeStatus || step.key().kind() != ObjectKind.SERVICE_IMPORT) {
                return Optional.of(outcome);
            }
            cluster.edit(IMPORT, object -> ((ObjectNode) object.path("spec")).put("sessionAffinity", "ClientIP"));
            return Optional.of(new Outcome.Done(cluster.object(IMPORT)));
        };
        reconcile(web(), Map.of());

        assertThat(steps).as("written once more at most").hasSizeLessThan(7);
    }

    @Test
    void whoDoesNotWriteAnyMoreStopsAtOnce() throws InterruptedException {
        server = _ -> Optional.empty();

        assertThat(reconcile(web(), Imports.east(endpoint("10.1.0.1")))).isEmpty();
        assertThat(steps).hasSize(1);
        assertThat(cluster.uids()).isEmpty();
    }
}
