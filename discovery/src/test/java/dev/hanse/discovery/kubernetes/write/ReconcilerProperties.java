// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static dev.hanse.discovery.kubernetes.write.Imports.EAST;
import static dev.hanse.discovery.kubernetes.write.Imports.NORTH;
import static dev.hanse.discovery.kubernetes.write.Imports.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.discovery.model.SliceKey;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Protects convergence: after any history, whatever is lost on the way, exactly what is wanted is there, nothing is left to do, and what lived on is the same object. */
class ReconcilerProperties {

    /** A state of the service; null import: it is not exported. */
    record State(@Nullable ServiceImport imported, Map<SliceKey, EndpointSlice> slices, Set<ClusterId> unreachable) {}

    @Property
    void whatIsWantedComesAboutAndStays(@ForAll("histories") List<State> history, @ForAll long seed)
            throws InterruptedException {
        FakeCluster cluster = new FakeCluster();
        Random random = new Random(seed);
        Map<String, String> before = Map.of();
        State last = history.getLast();
        for (State state : history) {
            before = cluster.uids();
            // A process that may end in the middle, and one after it.
            turn(cluster, state, random.nextInt(6));
            turn(cluster, state, Integer.MAX_VALUE);
        }
        Map<String, String> after = cluster.uids();
        int steps = cluster.steps();
        turn(cluster, last, Integer.MAX_VALUE);

        assertThat(cluster.steps()).as("nothing is left to do").isEqualTo(steps);
        assertThat(after.keySet()).isEqualTo(expected(last));
        if (history.size() > 1 && sameType(history.get(history.size() - 2), last)) {
            before.forEach((key, uid) -> {
                if (after.containsKey(key)) {
                    assertThat(after).containsEntry(key, uid);
                }
            });
        }
    }

    private static boolean sameType(State one, State other) {
        return one.imported() != null
                && other.imported() != null
                && one.imported().type() == other.imported().type();
    }

    private static Set<String> expected(State state) {
        Set<String> keys = new HashSet<>();
        if (state.imported() == null) {
            return keys;
        }
        Wanted wanted = wanted(state, SeenService.NOTHING).orElseThrow();
        keys.add(wanted.imported().key().toString());
        wanted.service().ifPresent(service -> keys.add(service.key().toString()));
        wanted.slices().values().forEach(slice -> keys.add(slice.key().toString()));
        return keys;
    }

    private static Optional<Wanted> wanted(State state, SeenService seen) {
        return Optional.ofNullable(state.imported())
                .map(imported -> WantedObjects.of(imported, state.slices(), state.unreachable(), seen));
    }

    /** One process: it lists, and works until nothing is left or its last request is sent. */
    private static void turn(FakeCluster cluster, State state, int requests) throws InterruptedException {
        SeenObjects objects = new SeenObjects(_ -> {});
        cluster.found().forEach(objects::put);
        int[] left = {requests};
        Reconciler.Attempt attempt = step -> left[0]-- > 0 ? Optional.of(cluster.perform(step)) : Optional.empty();
        Refused refused = new Refused(System::nanoTime, new Random(1), (_, _, _) -> {});
        new Reconciler(objects, refused, attempt, UnaryOperator.identity(), () -> Instant.EPOCH)
                .reconcile(WEB, seen -> wanted(state, seen));
        assertThat(refused.told()).isEmpty();
    }

    @Provide
    Arbitrary<List<State>> histories() {
        return states().list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<State> states() {
        Arbitrary<Map<SliceKey, EndpointSlice>> slices = Arbitraries.maps(keys(), endpoints())
                .ofMaxSize(4)
                .map(map -> {
                    Map<SliceKey, EndpointSlice> all = new HashMap<>();
                    map.forEach((key, endpoints) ->
                            all.put(key, new EndpointSlice(WEB, key.slice(), List.of(), List.copyOf(endpoints))));
                    return all;
                });
        return Combinators.combine(
                        imports().injectNull(0.2),
                        slices,
                        Arbitraries.of(EAST, NORTH).set().ofMaxSize(2))
                .as((imported, of, unreachable) -> new State(imported, imported == null ? Map.of() : of, unreachable));
    }

    private static Arbitrary<SliceKey> keys() {
        return Combinators.combine(Arbitraries.of(EAST, NORTH), Arbitraries.of("a", "b"))
                .as((cluster, slice) -> new SliceKey(WEB, cluster, slice));
    }

    private static Arbitrary<Set<Endpoint>> endpoints() {
        return Combinators.combine(
                        Arbitraries.of("10.1.0.1", "10.1.0.2", "fd00::1"),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 2))
                .as((address, ready, weight) -> new Endpoint(InetAddress.ofLiteral(address), "", ready, weight))
                .set()
                .ofMaxSize(3);
    }

    private static Arbitrary<ServiceImport> imports() {
        Arbitrary<List<ServicePort>> ports = Arbitraries.of(
                        ServicePort.of("http", Protocol.TCP, 80),
                        ServicePort.of("", Protocol.TCP, 80),
                        ServicePort.of("dns", Protocol.UDP, 53),
                        new ServicePort("admin", Protocol.TCP, 81, "kubernetes.io/h2c"))
                .list()
                .uniqueElements()
                .ofMaxSize(3);
        Arbitrary<ServiceTraits> traits = Combinators.combine(
                        Arbitraries.of(0, 60, 10_800),
                        Arbitraries.of("", "Local"),
                        Arbitraries.maps(Arbitraries.of("tier", "color", "helm.sh/chart"), Arbitraries.of("x", "y"))
                                .ofMaxSize(2))
                .as((seconds, policy, labels) -> new ServiceTraits(
                        seconds == 0 ? SessionAffinity.NONE : SessionAffinity.CLIENT_IP,
                        seconds,
                        policy,
                        "",
                        labels,
                        labels));
        return Combinators.combine(Arbitraries.of(ServiceType.class), ports, traits)
                .as((type, of, more) -> new ServiceImport(WEB, type, of, more, List.of(NORTH, EAST)));
    }
}
