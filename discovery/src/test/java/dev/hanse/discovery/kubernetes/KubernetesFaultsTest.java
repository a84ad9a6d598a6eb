// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.testing.RecordingListener;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects exports from an API server that refuses, forgets, falls silent or is not complete yet: nothing of that means that a service is gone. */
final class KubernetesFaultsTest {

    private final RecordingListener listener = new RecordingListener();
    private final StubApi api;
    private @Nullable KubernetesExportSource source;

    @TempDir
    private Path folder;

    KubernetesFaultsTest() throws IOException {
        api = new StubApi();
        api.put(StubApi.SERVICES, KubernetesObjects.service("shop/web"));
        api.put(StubApi.SLICES, KubernetesObjects.slice("shop/web-1", "web", "10.20.0.1"));
        api.put(StubApi.EXPORTS, KubernetesObjects.export("shop/web"));
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
        api.close();
    }

    private void start() {
        start(FastTimings.TIMINGS, () -> access(""));
    }

    private void start(KubernetesTimings timings, ApiAccess.Reader access) {
        source = new KubernetesExportSource(
                access, Optional.empty(), _ -> true, timings, ExportStatusSink.NONE, new Random(1));
        source.start(listener);
    }

    private ApiAccess access(String token) {
        return new ApiAccess(
                api.address(), new ApiAccess.Tls(Optional.empty(), Optional.empty(), Optional.empty()), token);
    }

    private static boolean holds(ExportSet set, String... services) {
        return set.exports().stream()
                .map(export -> export.name().toString())
                .toList()
                .equals(List.of(services));
    }

    private static boolean ready(ExportSet set) {
        return set.slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .allMatch(Endpoint::ready);
    }

    private void awaitWeb() {
        listener.awaitExports(set -> holds(set, "shop/web"));
    }

    private void export(String name) {
        api.put(StubApi.SERVICES, KubernetesObjects.service(name));
        api.put(StubApi.EXPORTS, KubernetesObjects.export(name));
    }

    @Test
    void aChangeOfAConditionAloneIsAChange() {
        start();
        awaitWeb();
        api.put(
                StubApi.SLICES,
                KubernetesObjects.slice(
                        "shop/web-1",
                        "web",
                        "{\"name\":\"http\",\"port\":8080}",
                        KubernetesObjects.endpoint("10.20.0.1", "\"conditions\":{\"ready\":false}")));
        listener.awaitExports(set -> holds(set, "shop/web") && !ready(set));
    }

    @Test
    void anExportBeforeItsServiceIsPickedUpWhenThatComes() {
        api.put(StubApi.EXPORTS, KubernetesObjects.export("shop/zebra"));
        start();
        awaitWeb();
        api.put(StubApi.SERVICES, KubernetesObjects.service("shop/zebra"));
        listener.awaitExports(set -> holds(set, "shop/web", "shop/zebra"));
        api.delete(StubApi.SERVICES, "shop/zebra");
        awaitWeb();
    }

    @Test
    void servicesThatNobodyExportsMakeNoReport() {
        start();
        awaitWeb();
        int sets = listener.sets().size();
        for (int i = 0; i < 50; i++) {
            api.put(StubApi.SERVICES, KubernetesObjects.service("shop/other-" + i));
        }
        export("shop/zebra");
        listener.awaitExports(set -> holds(set, "shop/web", "shop/zebra"));
        assertThat(listener.sets()).hasSize(sets + 1);
    }

    @Test
    void aWatchThatEndsGoesOnWhereItWas() {
        start();
        awaitWeb();
        api.endWatches();
        export("shop/zebra");
        listener.awaitExports(set -> holds(set, "shop/web", "shop/zebra"));
        assertThat(api.requests(StubApi.SERVICES, false)).as("lists").isEqualTo(1);
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void anOlderStateThatWasRestoredIsRead() {
        start();
        awaitWeb();
        int backup = api.version();
        export("shop/zebra");
        listener.awaitExports(set -> holds(set, "shop/web", "shop/zebra"));
        api.restore(backup);
        awaitWeb();
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void bookmarksSpareAListAfterTheHistoryIsGone() {
        start();
        awaitWeb();
        api.bookmark();
        Eventually.await("all three have heard of it", () -> {
            api.endWatches();
            return api.requests().stream()
                            .filter(request -> request.contains("resourceVersion=104&"))
                            .count()
                    >= 3;
        });
        assertThat(api.requests(StubApi.SERVICES, false)).as("lists").isEqualTo(1);
    }

    @Test
    void aPositionThatIsTooOldIsListedAgainWithoutAWord() {
        start();
        awaitWeb();
        api.delete(StubApi.EXPORTS, "shop/web");
        listener.awaitExports(ExportSet.EMPTY::equals);
        api.compact();
        Eventually.await("listed again", () -> api.requests(StubApi.SERVICES, false) >= 2);
        export("shop/zebra");
        listener.awaitExports(set -> holds(set, "shop/zebra"));
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void aWatchThatSaysNothingIsMadeAgain() {
        start(FastTimings.silence(Duration.ofSeconds(1)), () -> access(""));
        awaitWeb();
        api.silence(StubApi.EXPORTS, true);
        export("shop/zebra");
        long watches = api.requests(StubApi.EXPORTS, true);
        Eventually.await("another watch", () -> api.requests(StubApi.EXPORTS, true) > watches + 1);
        api.silence(StubApi.EXPORTS, false);
        listener.awaitExports(set -> holds(set, "shop/web", "shop/zebra"));
        assertThat(listener.sets()).noneMatch(ExportSet.EMPTY::equals);
    }

    @Test
    void oneKindThatMayNotBeReadIsStaleAndTheOthersGoOn() {
        start();
        awaitWeb();
        api.refuse(StubApi.SLICES, 403);
        assertThat(listener.awaitFailure(1))
                .contains(
                        "endpointslices.discovery.k8s.io",
                        "HTTP 403",
                        "because of the test",
                        "\"list\"",
                        "ClusterRole");
        export("shop/zebra");
        ExportSet set = listener.awaitExports(each -> holds(each, "shop/web", "shop/zebra"));
        assertThat(set.slices()).as("as it was read last").hasSize(1);
        int sets = listener.sets().size();
        api.refuse(StubApi.SLICES, 0);
        assertThat(holds(listener.awaitSet(sets + 1), "shop/web", "shop/zebra")).isTrue();
    }

    @Test
    void aKindThatMayNotBeReadAtTheStartLeavesTheSetUnknown() {
        api.refuse(StubApi.SERVICES, 403);
        start();
        assertThat(listener.awaitFailure(1)).contains("services", "\"list\"");
        assertThat(listener.sets()).isEmpty();
        api.refuse(StubApi.SERVICES, 0);
        awaitWeb();
    }

    @Test
    void pagesArePutTogetherAndATokenThatExpiresIsNoFailure() {
        for (int i = 0; i < 25; i++) {
            export("shop/a-" + (10 + i));
        }
        api.pages(4, 1);
        start();
        listener.awaitExports(set -> set.exports().size() == 26);
        assertThat(listener.failures()).isEmpty();
        assertThat(api.requests()).anyMatch(request -> request.contains("continue=24"));
        assertThat(api.requests())
                .as("all as one page")
                .anyMatch(request -> request.contains("labelSelector")
                        && !request.contains("limit=")
                        && !request.contains("watch=true"));
    }

    @Test
    void definitionsThatComeLaterAreFound() {
        api.refuse(StubApi.EXPORTS, 404);
        api.refuse(StubApi.EXPORTS_ALPHA, 404);
        start();
        assertThat(listener.awaitFailure(1)).contains("serviceexports.multicluster.x-k8s.io", "CRDs");
        assertThat(listener.sets()).isEmpty();
        api.refuse(StubApi.EXPORTS_ALPHA, 0);
        awaitWeb();
        Eventually.await("it is watched", () -> api.requests(StubApi.EXPORTS_ALPHA, true) == 1);
    }

    @Test
    void definitionsThatGoAreStaleAndWithdrawNothing() {
        start();
        awaitWeb();
        int sets = listener.sets().size();
        api.refuse(StubApi.EXPORTS, 404);
        api.refuse(StubApi.EXPORTS_ALPHA, 404);
        listener.awaitFailure(1);
        assertThat(listener.sets()).hasSize(sets);
    }

    @Test
    void theOlderVersionIsReadWhereItIsTheOnlyOne() {
        api.v1alpha1Only();
        start();
        awaitWeb();
    }

    @Test
    void anotherClusterIsStaleUntilItIsTheFirstAgain() {
        start();
        awaitWeb();
        api.becomeAnotherCluster();
        assertThat(listener.awaitFailure(1)).contains("another cluster", "uid-2", "restart the gateway");
        export("shop/web");
        api.returnToCluster();
        listener.awaitSet(2);
        assertThat(listener.sets()).allMatch(set -> holds(set, "shop/web"));
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSays() {
        api.refuse(StubApi.SERVICES, 429);
        start();
        listener.awaitFailure(1);
        api.refuse(StubApi.SERVICES, 0);
        awaitWeb();
    }

    @Test
    void aTokenThatIsRotatedIsUsedAtOnce() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        start(FastTimings.TIMINGS, () -> access(AccessFile.token(token)));
        awaitWeb();
        Files.writeString(token, "second\n");
        api.endWatches();
        Eventually.await("the new token", () -> api.tokens().contains("Bearer second"));
        assertThat(api.tokens()).contains("Bearer first");
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void aTokenFileThatIsMissingIsStaleAndNamed() {
        start(FastTimings.TIMINGS, () -> access(AccessFile.token(folder.resolve("none"))));
        assertThat(listener.awaitFailure(1)).contains(folder.resolve("none").toString());
    }

    @Test
    void aProcessThatIsNoPodIsTold() {
        start(FastTimings.TIMINGS, new InClusterAccess(folder, Map.of()));
        assertThat(listener.awaitFailure(1)).contains("KUBERNETES_SERVICE_HOST", "sources.kubernetes.kubeconfig");
    }
}
