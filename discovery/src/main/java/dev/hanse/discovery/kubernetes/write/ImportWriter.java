// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ExportStatusSink;
import dev.hanse.discovery.kubernetes.Followed;
import dev.hanse.discovery.kubernetes.Followers;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.KubernetesTimings;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.kubernetes.RegisteredCluster;
import dev.hanse.discovery.kubernetes.ServedSchemas;
import dev.hanse.discovery.kubernetes.lease.WriterLease;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what other clusters export into the cluster's own API: for each import a ServiceImport, a Service that stands for it, and EndpointSlices; and what became of the cluster's
 * own exports into their status. Only the gateway that holds the Lease writes; all gateways follow what is there. Nothing waits for this: a request that is slow or refused holds up its
 * own service alone. What is public is for any thread.
 */
public final class ImportWriter implements AutoCloseable {

    /** Requests that are on their way at once: enough to keep an API server busy, few enough not to be throttled by it. */
    private static final int WORKERS = 8;

    private static final int CONDITION_WORKERS = 4;

    private static final long CLOSE_MILLIS = 700;
    private static final int MOST_EVENTS = 25;
    private static final Duration EVENTS = Duration.ofSeconds(2);

    private final ApiServer server;
    private final Definitions definitions;
    private final Performer performer;
    private final WriterLease lease;
    private final Troubles troubles = new Troubles();
    private final WorkQueue<ServiceName> queue = new WorkQueue<>(System::nanoTime);
    private final SeenObjects objects = new SeenObjects(queue::add);
    private final Namespaces namespaces;
    private final EventQueue events;
    private final ClusterProperties properties;
    private final PropertyWriter propertyWriter;
    private final Refused refused;
    private final Reconciler reconciler;
    private final ConditionWriter conditions;
    private final RandomGenerator random;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("hanse-kubernetes-write-", 0).factory());
    private final AtomicLong requests = new AtomicLong();
    private volatile @Nullable Scene scene;
    private volatile boolean closed;
    private AgreedAddresses addresses;
    private @Nullable Followers followers;

    /** What is to be there at one moment. */
    private record Scene(View view, Set<ClusterId> unreachable, Set<ServiceName> own) {}

    /**
     * A writer that has not begun.
     *
     * @param config with imports
     * @param registered as which cluster: where the API says that it is another one nothing is written
     * @param self the gateway's name, which the Lease has while it writes
     * @param fresh whether the view that was published last is what the control plane says now
     * @param random spreads attempts after failures; used by several threads
     */
    public ImportWriter(
            KubernetesConfig config,
            RegisteredCluster registered,
            String self,
            BooleanSupplier fresh,
            RandomGenerator random) {
        this.events =
                new EventQueue(MOST_EVENTS, EVENTS, event -> create(event, self), this::isAllowed, System::nanoTime);
        this.properties = new ClusterProperties(registered, this::onProperties, troubles.of(ClusterProperties.LABEL));
        this.propertyWriter = new PropertyWriter(properties, this::create, System::nanoTime, random);
        this.addresses = new AgreedAddresses(_ -> {}, properties::agree);
        this.server = new ApiServer(config, KubernetesTimings.STANDARD);
        this.random = random;
        this.lease = new WriterLease(
                server,
                config.leaseNamespace(),
                self,
                random,
                () -> isKnown() && fresh.getAsBoolean(),
                this::isKnown,
                this::onHeld);
        this.definitions = new Definitions(new ServedSchemas(server, KubernetesTimings.STANDARD), this::onHeld);
        this.performer = new Performer(server, this::isAllowed, definitions);
        this.namespaces = new Namespaces(this::onNamespace, troubles.of("namespaces"));
        this.refused = new Refused(System::nanoTime, random, this::onRefused);
        this.reconciler =
                new Reconciler(objects, refused, this::perform, definitions.imports()::fit, InstantSource.system());
        this.conditions = new ConditionWriter(
                this::perform,
                definitions.exports(),
                this::onExportsState,
                events::add,
                System::nanoTime,
                InstantSource.system(),
                random);
    }

    /** Takes what became of the cluster's own exports, to be written into their status. */
    public ExportStatusSink exportStatuses() {
        return conditions;
    }

    /**
     * Names who wants to know where clients of a service go. Before {@link #start}.
     *
     * @param all takes the addresses of all derived Services that have one, once they have been read and with each change, whether or not this gateway writes; on any thread, one
     *     call after the other; must not block
     */
    public void onAddresses(Consumer<SharedMap<ServiceName, ServiceAddress>> all) {
        addresses = new AgreedAddresses(all, properties::agree);
        objects.onAddresses(addresses);
    }

    /** Begins to follow what is there, and to ask for the Lease. */
    public void start() {
        List<Followed<?>> kinds =
                new ArrayList<>(List.of(namespaces, conditions.exports(), lease.followed(), properties));
        for (ObjectKind kind : ObjectKind.values()) {
            kinds.add(followed(kind));
        }
        followers = Followers.start(server, KubernetesTimings.STANDARD, random, kinds);
        lease.start();
        for (int i = 0; i < WORKERS; i++) {
            workers.execute(this::work);
        }
        workers.execute(definitions::work);
        workers.execute(propertyWriter::work);
        workers.execute(events::work);
        for (int i = 0; i < CONDITION_WORKERS; i++) {
            workers.execute(conditions::work);
        }
    }

    private FollowedObjects followed(ObjectKind kind) {
        Consumer<String> failed = troubles.of(kind.label());
        boolean imports = kind == ObjectKind.SERVICE_IMPORT;
        return new FollowedObjects(
                kind,
                objects,
                imports ? definitions.imports()::onServed : _ -> {},
                this::addAll,
                imports ? trouble -> onState(failed, trouble) : failed);
    }

    private void onExportsState(String trouble) {
        onState(troubles.of("the conditions of serviceexports"), trouble);
    }

    /** A server ends watches where it takes another definition over. */
    private void onState(Consumer<String> failed, String trouble) {
        failed.accept(trouble);
        if (trouble.isEmpty()) {
            definitions.doubt();
        }
    }

    /**
     * Makes this what is to be there.
     *
     * @param unreachable clusters whose endpoints get no traffic, unless a service has no others
     * @param own services of which this cluster's own endpoints are newer than what the control plane said: they are written also while it is not heard
     */
    public void publish(View view, Set<ClusterId> unreachable, Set<ServiceName> own) {
        Scene before = scene;
        Scene now = new Scene(view, Set.copyOf(unreachable), Set.copyOf(own));
        scene = now;
        if (before == null) {
            addAll();
        } else {
            view.imports().differences(before.view.imports(), queue::add);
            view.slices().differences(before.view.slices(), key -> queue.add(key.service()));
            reach(before, now);
        }
        lease.onFresh();
    }

    private void reach(Scene before, Scene now) {
        Set<ClusterId> changed = new HashSet<>(before.unreachable);
        changed.addAll(now.unreachable);
        changed.removeIf(cluster -> before.unreachable.contains(cluster) && now.unreachable.contains(cluster));
        if (!changed.isEmpty()) {
            now.view.slices().keySet().stream()
                    .filter(key -> changed.contains(key.cluster()))
                    .forEach(key -> queue.add(key.service()));
        }
    }

    private void onHeld() {
        addAll();
        conditions.addAll();
        propertyWriter.look();
    }

    private void onProperties() {
        addresses.release();
        lease.onFresh();
        onHeld();
    }

    /** What is to be written, and that this is where. */
    private boolean isKnown() {
        return scene != null && properties.agree();
    }

    private boolean isAllowed() {
        return lease.mayWrite() && properties.agree();
    }

    private void addAll() {
        Scene now = scene;
        if (now != null) {
            now.view.imports().keySet().forEach(queue::add);
        }
        objects.services().forEach(queue::add);
    }

    private void onNamespace(String namespace) {
        refused.forget(namespace);
        Scene now = scene;
        if (now != null) {
            now.view.imports().keySet().stream()
                    .filter(service -> service.namespace().equals(namespace))
                    .forEach(queue::add);
        }
    }

    private void work() {
        queue.work("service", this::reconcile);
    }

    private Optional<Duration> reconcile(ServiceName service) throws InterruptedException {
        Scene now = scene;
        boolean known = now != null && objects.isComplete() && namespaces.isComplete();
        if (now == null || !known || !isAllowed() || !namespaces.isUsable(service.namespace())) {
            // What is missing adds the services when it comes; of a namespace that goes, its controller takes care.
            return Optional.empty();
        }
        boolean alone = lease.isAlone();
        return alone && !now.own.contains(service)
                ? Optional.empty()
                : reconciler.reconcile(
                        service,
                        seen -> alone
                                ? WantedAlone.of(wanted(now, service, seen), seen, now.view.cluster())
                                : wanted(now, service, seen));
    }

    private static Optional<Wanted> wanted(Scene now, ServiceName service, SeenService seen) {
        ServiceImport imported = now.view.imports().get(service);
        return imported == null
                ? Optional.empty()
                : Optional.of(WantedObjects.of(imported, now.view.slicesOf(service), now.unreachable, seen));
    }

    /** A process that was frozen between plan and request finds here that its time is over. */
    private Optional<Outcome> perform(Step step) throws InterruptedException {
        return mayWrite() ? unlessKept(performer.perform(step)) : Optional.empty();
    }

    /** Conditions are of the whole cluster set, which who is alone does not know. */
    private Optional<Outcome> perform(SeenExport export, ObjectNode status) throws InterruptedException {
        return !lease.isAlone() && mayWrite() ? unlessKept(performer.perform(export, status)) : Optional.empty();
    }

    private Optional<Outcome> create(String group, ObjectNode property) throws InterruptedException {
        return mayWrite() ? unlessKept(performer.createProperty(group, property)) : Optional.empty();
    }

    private Optional<Outcome> create(ApiEvent event, String self) throws InterruptedException {
        return mayWrite()
                ? unlessKept(performer.createEvent(
                        event.eventNamespace(), event.json(StandardKeys.GATEWAY, self, Instant.now())))
                : Optional.empty();
    }

    private void onRefused(ServiceName service, Outcome outcome, String told) {
        events.add(RefusalEvent.ofImport(definitions.imports(), service, objects.of(service), outcome, told));
    }

    /** What was not sent because the time was over says nothing of the object. */
    private Optional<Outcome> unlessKept(Outcome outcome) {
        boolean kept = outcome instanceof Outcome.Failed && !isAllowed();
        return kept ? Optional.empty() : Optional.of(outcome);
    }

    private boolean mayWrite() {
        boolean may = !closed && isAllowed();
        if (may) {
            requests.incrementAndGet();
        }
        return may;
    }

    /** Where it stands. */
    public WriterStatus status() {
        List<String> all = new ArrayList<>(troubles.all());
        if (!lease.trouble().isEmpty()) {
            all.add(lease.trouble());
        }
        if (!properties.trouble().isEmpty()) {
            all.add(properties.trouble());
        }
        List<String> notTaken = new ArrayList<>(refused.told());
        notTaken.addAll(conditions.told());
        notTaken.addAll(propertyWriter.told());
        notTaken.addAll(events.told());
        return new WriterStatus(isAllowed(), lease.holder(), requests.get(), all, definitions.told(), notTaken);
    }

    /** What of the imports is not written; none where another gateway writes. */
    public List<RefusedImport> refusedImports() {
        return isAllowed() ? refused.imports() : List.of();
    }

    /** Ends writing, then lets another gateway have the Lease. Within two seconds. */
    @Override
    public void close() {
        closed = true;
        workers.shutdownNow();
        try {
            workers.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        lease.close();
        if (followers != null) {
            followers.close();
        }
        server.close();
    }
}
