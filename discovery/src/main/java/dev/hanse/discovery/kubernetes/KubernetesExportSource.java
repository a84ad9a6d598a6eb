// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.ConditionListener;
import dev.hanse.discovery.ExportReport;
import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.SourceThread;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.ForbiddenAddresses;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Exports Services of a Kubernetes cluster that have a {@code ServiceExport} of the same name and namespace (KEP-1645), v1beta1 or v1alpha1, with the endpoints of their
 * EndpointSlices. What cannot be read stays as it was read last, each kind for itself; an export's creation time is that of its ServiceExport.
 */
public final class KubernetesExportSource implements ExportSource {

    private final ApiAccess.Reader access;
    private final ServiceMapping mapping;
    private final Optional<ClusterId> registered;
    private final KubernetesTimings timings;
    private final RandomGenerator random;
    private final ExportStatusSink sink;
    private final ExportStatuses statuses;
    private final SourceThread thread = new SourceThread("kubernetes");

    /**
     * A source that is not reading yet.
     *
     * @param podPrefixes where endpoints may be: others are left out, since the control plane would refuse them and all beside them
     * @param random spreads attempts after failures; used by several threads
     */
    public KubernetesExportSource(KubernetesConfig config, List<IpPrefix> podPrefixes, RandomGenerator random) {
        this(config, Optional.empty(), podPrefixes, ExportStatusSink.NONE, random);
    }

    /**
     * A source that says what became of exports.
     *
     * @param registered which cluster it is: nothing is read where its API says that it is another one; empty: nobody asks
     * @param podPrefixes as above
     * @param sink takes it
     * @param random as above
     */
    public KubernetesExportSource(
            KubernetesConfig config,
            Optional<ClusterId> registered,
            List<IpPrefix> podPrefixes,
            ExportStatusSink sink,
            RandomGenerator random) {
        this(
                ApiAccess.of(config),
                registered,
                reachable(new PrefixSet(podPrefixes)),
                KubernetesTimings.STANDARD,
                sink,
                random);
    }

    KubernetesExportSource(
            ApiAccess.Reader access,
            Optional<ClusterId> registered,
            Predicate<InetAddress> reachable,
            KubernetesTimings timings,
            ExportStatusSink sink,
            RandomGenerator random) {
        this.access = access;
        this.registered = registered;
        this.mapping = new ServiceMapping(reachable);
        this.timings = timings;
        this.sink = sink;
        this.statuses = new ExportStatuses(sink);
        this.random = random;
    }

    private static Predicate<InetAddress> reachable(PrefixSet pods) {
        return address -> ForbiddenAddresses.isHost(address) && pods.contains(address);
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    /** Nobody, where nobody reads it. */
    @Override
    public Optional<ConditionListener> conditions() {
        return sink == ExportStatusSink.NONE ? Optional.empty() : Optional.of(statuses);
    }

    @Override
    public void start(Listener listener) {
        thread.start(listener, this::follow);
    }

    /** The followers end before this does. */
    private void follow(ExportReport report) {
        ClusterObjects objects = new ClusterObjects();
        List<FollowedResource> kinds = Arrays.stream(Resource.values())
                .map(resource -> new FollowedResource(resource, objects))
                .toList();
        try (ApiServer server = new ApiServer(access, timings.answer());
                Followers _ = Followers.start(server, registered, timings, random, kinds)) {
            report(objects, new ExportReporter(mapping, report, statuses));
        }
    }

    private void report(ClusterObjects objects, ExportReporter reporter) {
        try {
            while (true) {
                reporter.onChange(objects.await());
                Thread.sleep(timings.pace());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
