// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Outcome;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kind as the cluster's own definition has it, which may be older than ours or another implementation's: the version in which it is served, and which of the fields that we write it
 * lacks. A server refuses an object as a whole that is applied with such a field. Until the definition was read it has all of them. For any thread.
 */
final class Definition {

    private static final Logger LOG = LoggerFactory.getLogger(Definition.class);

    private static final String GROUP = "multicluster.x-k8s.io/";

    /** What a server says of {@code .status.conditions[type="Ready"].observedGeneration}, to whoever applies it. */
    private static final Pattern UNDECLARED = Pattern.compile("(\\.[^:;\\s]+): field not declared in schema");

    private static final int MOST_LACKING = 32;

    private static final Pattern ITEM = Pattern.compile("\\[[^]]*]");

    private final String label;
    private final String kind;
    private final Set<FieldPath> fields;
    private final Runnable doubted;
    private volatile String version = "v1beta1";
    private volatile Set<FieldPath> lacking = Set.of();
    private volatile int mostIps = Integer.MAX_VALUE;

    private Definition(Runnable doubted, String label, String kind, String... fields) {
        this.doubted = doubted;
        this.label = label;
        this.kind = kind;
        this.fields = Arrays.stream(fields).map(FieldPath::of).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Of ServiceImports.
     *
     * @param doubted is told that the definition is another one than was read
     */
    static Definition ofImports(Runnable doubted) {
        return new Definition(
                doubted,
                ObjectKind.SERVICE_IMPORT.label(),
                ObjectKind.SERVICE_IMPORT.kind(),
                "spec.ports.appProtocol",
                "spec.ips",
                "spec.ipFamilies",
                "spec.sessionAffinity",
                "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                "spec.internalTrafficPolicy",
                "spec.trafficDistribution",
                "status.clusters.cluster",
                "status.endpointSliceObjects",
                "status.conditions.reason",
                "status.conditions.message");
    }

    /** Of ServiceExports, as above. */
    static Definition ofExports(Runnable doubted) {
        return new Definition(doubted, SeenExports.LABEL, "ServiceExport", "status.conditions.observedGeneration");
    }

    String kind() {
        return kind;
    }

    /** It is served under this path. */
    void onServed(String path) {
        String[] parts = path.split("/", -1);
        version = parts[parts.length - 2];
    }

    String apiVersion() {
        return GROUP + version;
    }

    /** Path of group and version. */
    String group() {
        return "/apis/" + apiVersion();
    }

    /** The definition was read. Returns whether something else is lacking than before. */
    boolean onSchema(JsonNode schema) {
        mostIps = schema.at("/properties/spec/properties/ips/maxItems").asInt(Integer.MAX_VALUE);
        return set(fields.stream()
                .map(field -> field.undeclared(schema))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Learns from a refusal what is lacking: the definition that was read last may not say it yet. Returns whether another attempt is another one. */
    boolean onRefused(Outcome outcome) {
        Set<FieldPath> all = UNDECLARED
                .matcher(outcome.message())
                .results()
                .map(Definition::path)
                .collect(Collectors.toSet());
        all.addAll(lacking);
        boolean another = all.size() <= MOST_LACKING && set(Set.copyOf(all));
        if (another) {
            doubted.run();
        }
        return another;
    }

    private static FieldPath path(MatchResult said) {
        return FieldPath.of(ITEM.matcher(said.group(1)).replaceAll("").substring(1));
    }

    private boolean set(Set<FieldPath> now) {
        boolean another = !now.equals(lacking);
        lacking = now;
        if (another && now.isEmpty()) {
            LOG.info("kubernetes: {} have all fields that are written", label);
        } else if (another) {
            LOG.warn("kubernetes: {}", told().orElse(""));
        }
        return another;
    }

    /** Takes out what is lacking, and names the version. */
    ObjectNode fit(ObjectNode object) {
        return strip(object).put("apiVersion", apiVersion());
    }

    /** Takes out what is lacking. */
    ObjectNode strip(ObjectNode object) {
        lacking.forEach(field -> field.remove(object));
        return object;
    }

    /** As it will be once it is written. */
    WrittenImport fit(WrittenImport wanted) {
        WrittenImport reachable =
                wanted.ips().size() <= mostIps ? wanted : wanted.at(wanted.ips().subList(0, mostIps));
        return lacking.isEmpty() ? reachable : reachable.as(strip(reachable.whole()));
    }

    /** As they will be once they are written. */
    Stream<WrittenCondition> fit(WrittenCondition wanted) {
        ObjectNode object = Body.empty();
        object.putObject("status").putArray("conditions").add(wanted.json());
        return strip(object).path("status").path("conditions").valueStream().map(WrittenCondition::of);
    }

    /** What an operator should know; empty: nothing is lacking. */
    Optional<String> told() {
        Set<FieldPath> now = new TreeSet<>(Comparator.comparing(FieldPath::toString));
        now.addAll(lacking);
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(label + " (" + version + ") lack "
                        + now.stream().map(FieldPath::toString).collect(Collectors.joining(", "))
                        + " in this cluster: these are not written, all else is; apply the CRDs of the Multi-Cluster Services API"
                        + " v0.5.2 or later, ours or those of the implementation that they are of");
    }
}
