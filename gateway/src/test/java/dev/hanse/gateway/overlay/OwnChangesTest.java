// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.gateway.exports.Coverage;
import dev.hanse.gateway.exports.KnownExports;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.gateway.views.ContentSink;
import dev.hanse.gateway.views.OwnPrefixes;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.testing.ManualClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what a cluster's own answers say of its own services: as its sources have them, whatever the control plane does, and what the control plane says of all else. */
class OwnChangesTest {

    private static final ClusterId EAST = new ClusterId("east");
    private static final ServiceName WEB = new ServiceName("shop", "web");
    private static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);
    private static final String OLD = "10.1.0.1";
    private static final String NEW = "10.1.0.2";

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final List<ViewContent> served = new ArrayList<>();
    private final Set<ServiceName> unanswered = new HashSet<>();
    private boolean acknowledged;
    private OwnChanges changes;

    /** Another process, with the files of the one before. */
    @BeforeEach
    void restart() {
        ToldExports told = new ToldExports(loop, Runnable::run, directory.resolve(ToldExports.FILE), clock);
        told.load();
        OwnPrefixes own = new OwnPrefixes(EAST, List.of(IpPrefix.parse("10.1.0.0/16")));
        changes = new OwnChanges(loop, own, told, sink());
        changes.listen(() -> acknowledged ? Optional.of(unanswered) : Optional.empty());
        served.clear();
    }

    private ContentSink sink() {
        return new ContentSink() {
            @Override
            public void onContent(ViewContent fresh, boolean kept) {
                served.add(fresh);
            }

            @Override
            public void onConfirmed() {}

            @Override
            public void onAwaited() {}
        };
    }

    private static EndpointSlice slice(String... addresses) {
        return new EndpointSlice(
                WEB,
                "s",
                List.of(HTTP),
                List.of(addresses).stream()
                        .map(each -> Endpoint.ready(InetAddress.ofLiteral(each)))
                        .toList());
    }

    private void exports(Coverage coverage, String... addresses) {
        ExportSet set = addresses.length == 0
                ? ExportSet.EMPTY
                : new ExportSet(List.of(export(WEB)), List.of(slice(addresses)));
        exports(set, coverage);
    }

    private void exports(ExportSet set, Coverage coverage) {
        loop.execute(() -> changes.onExports(new KnownExports(set, coverage)));
        loop.run();
    }

    private static ServiceExport export(ServiceName name) {
        return new ServiceExport(name, ServiceType.CLUSTER_SET_IP, Instant.EPOCH, List.of(HTTP), ServiceTraits.NONE);
    }

    private static EndpointSlice sliceOf(ServiceName service, String... addresses) {
        return new EndpointSlice(service, "s", List.of(HTTP), slice(addresses).endpoints());
    }

    private void exports(String... addresses) {
        exports(Coverage.READ, addresses);
    }

    /** From the control plane. */
    private ViewContent view(String... addresses) {
        ViewContent view = addresses.length == 0
                ? ViewContent.EMPTY
                : new ViewContent(
                        SharedMap.copyOf(Map.of(
                                WEB,
                                new ServiceImport(
                                        WEB,
                                        ServiceType.CLUSTER_SET_IP,
                                        List.of(HTTP),
                                        ServiceTraits.NONE,
                                        List.of(EAST)))),
                        SharedMap.copyOf(Map.of(new SliceKey(WEB, EAST, "s"), slice(addresses))),
                        Map.of(),
                        SharedMap.empty());
        loop.execute(() -> changes.onContent(view, false));
        loop.run();
        return view;
    }

    private void settle() {
        acknowledged = true;
        loop.advance(OwnChanges.SETTLES.multipliedBy(10));
        acknowledged = false;
    }

    private static List<String> addresses(ViewContent content) {
        return content.slices().values().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(each -> each.address().getHostAddress())
                .toList();
    }

    private List<String> addresses() {
        return addresses(served.getLast());
    }

    /** It has run for a while, and the control plane has all. */
    private void run() {
        exports(Coverage.READ, OLD);
        view(OLD);
        settle();
        served.clear();
    }

    @Test
    void aViewOfBeforeTheControlPlaneWasAwayHasNotTheLastWord() {
        run();
        exports(NEW);
        changes.onAwaited();
        settle();
        assertThat(addresses()).as("acknowledged, and the view is on its way").containsExactly(NEW);
        view(NEW);
        settle();
        assertThat(addresses()).containsExactly(NEW);
        assertThat(changes.services()).isEmpty();
    }

    @Test
    void aChangeIsServedAtOnceAndNothingChangesWhenItIsMerged() {
        run();
        exports(OLD, NEW);
        assertThat(addresses()).containsExactly(OLD, NEW);
        assertThat(changes.services()).containsExactly(WEB);
        loop.advance(Duration.ofHours(1));
        assertThat(changes.services()).as("the control plane is away").containsExactly(WEB);

        view(OLD);
        ViewContent merged = view(OLD, NEW);
        settle();
        assertThat(served).allSatisfy(each -> assertThat(addresses(each)).containsExactly(OLD, NEW));
        assertThat(served.getLast()).isSameAs(merged);
        assertThat(changes.services()).isEmpty();
        assertThat(loop.timers()).as("nothing to look for").isZero();
    }

    @Test
    void whatIsTakenBackBeforeItSettledIsNotServedAgain() {
        run();
        exports(NEW);
        view(NEW);
        exports(OLD);
        assertThat(addresses()).containsExactly(OLD);

        view(NEW);
        assertThat(addresses()).containsExactly(OLD);
    }

    @Test
    void aWithdrawnServiceGoesAndANewOneComes() {
        run();
        exports();
        assertThat(served.getLast().imports()).isEmpty();
        exports(NEW);
        assertThat(addresses()).containsExactly(NEW);
        assertThat(Objects.requireNonNull(served.getLast().imports().get(WEB)).clusters())
                .containsExactly(EAST);
    }

    /** The exports are handed on behind this: at first what is answered is what was exported before. */
    @Test
    void whatWasAnsweredBeforeTheChangeIsNoAnswerToIt() {
        run();
        acknowledged = true;
        exports(NEW);
        unanswered.add(WEB);
        loop.advance(OwnChanges.SETTLES.dividedBy(2));
        unanswered.clear();
        loop.advance(OwnChanges.SETTLES.dividedBy(2));
        assertThat(changes.services()).as("answered for half a second").containsExactly(WEB);
        loop.advance(OwnChanges.SETTLES);
        assertThat(changes.services()).isEmpty();
    }

    @Test
    void theControlPlaneHasTheLastWordOnceItHasAll() {
        run();
        exports(OLD, NEW);
        view(OLD);
        settle();

        assertThat(addresses()).containsExactly(OLD);
    }

    @Test
    void aServiceThatChangesAllTheTimeKeepsNoOtherFromTheControlPlanesWord() {
        ServiceName busy = new ServiceName("shop", "busy");
        run();
        acknowledged = true;
        unanswered.add(busy);
        for (int i = 1; i <= 20; i++) {
            exports(
                    new ExportSet(
                            List.of(export(WEB), export(busy)), List.of(slice(NEW), sliceOf(busy, "10.1.1." + i))),
                    Coverage.READ);
            loop.advance(OwnChanges.SETTLES.dividedBy(4));
        }
        assertThat(changes.services()).containsExactly(busy);
        ViewContent last = served.getLast();
        assertThat(addresses(last))
                .as("as the control plane has it, and as the cluster has it")
                .containsExactly("10.1.1.20", OLD);

        unanswered.clear();
        settle();
        assertThat(changes.services()).isEmpty();
        restart();
        exports(Coverage.UNHEARD);
        view(OLD);
        assertThat(addresses()).as("all of it is known to be told").containsExactly(OLD);
    }

    @Test
    void whatTheClusterMayNotExportIsNotServed() {
        run();
        exports("192.0.2.7");

        assertThat(addresses()).containsExactly(OLD);
    }

    @Test
    void aSourceThatWasNotReadYetWithdrawsNothing() {
        run();
        restart();
        exports(Coverage.UNHEARD);
        view(OLD);
        assertThat(addresses()).containsExactly(OLD);
        exports(Coverage.UNKNOWN);
        assertThat(addresses()).containsExactly(OLD);
        exports(Coverage.READ);
        assertThat(addresses()).isEmpty();
    }

    @Test
    void aChangeOutlivesARestartWhileTheControlPlaneIsAway() {
        run();
        exports(NEW);
        restart();
        exports(Coverage.UNHEARD, NEW);
        view(OLD);
        assertThat(addresses()).containsExactly(NEW);

        exports();
        restart();
        exports(Coverage.UNHEARD);
        exports();
        view(OLD);
        assertThat(addresses()).as("withdrawn before the restart").isEmpty();
    }
}
