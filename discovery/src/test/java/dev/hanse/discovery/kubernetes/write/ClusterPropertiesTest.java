// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.kubernetes.Question;
import dev.hanse.discovery.kubernetes.RegisteredCluster;
import dev.hanse.discovery.kubernetes.write.ClusterProperties.Found;
import dev.hanse.discovery.model.ClusterId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Protects what a cluster says of itself: it stops a gateway of another cluster, is said where nobody has, and is otherwise left alone. */
final class ClusterPropertiesTest {

    private static final String ID = RegisteredCluster.ID;
    private static final String SET = RegisteredCluster.SET;

    private final List<ObjectNode> sent = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int changes;
    private long nanos;
    private Optional<Outcome> answer = Optional.of(new Outcome.Done(Body.empty()));

    private final ClusterProperties properties = new ClusterProperties(
            new RegisteredCluster("set.example", new ClusterId("west")), () -> changes++, failures::add);
    private final PropertyWriter writer = new PropertyWriter(
            properties,
            (_, property) -> {
                sent.add(property);
                return answer;
            },
            () -> nanos,
            new Random(1));

    @Test
    void nothingIsKnownBeforeTheApiWasAsked() throws InterruptedException {
        assertThat(properties.agree()).isFalse();
        assertThat(writer.reconcile(ID)).isEmpty();
        assertThat(sent).isEmpty();
    }

    /** An API server that starts again answers 500 and 503, or not at all, and may be another cluster's. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ABSENT", "FORBIDDEN"})
    void whereTheIdWasNeverReadNothingIsWritten(Reason reason) {
        properties.onFailed(reason, "list: HTTP 503");

        assertThat(properties.agree()).isFalse();
        assertThat(properties.missing()).isEmpty();
        assertThat(failures).containsExactly("list: HTTP 503");

        properties.replace(List.of());
        properties.onFailed(reason, "list: HTTP 503");
        assertThat(properties.agree()).as("what was read last counts").isTrue();
    }

    @Test
    void whatIsMissingIsMadeAsOurs() throws InterruptedException {
        properties.onServed("/apis/about.k8s.io/v1alpha1/clusterproperties");
        properties.replace(List.of(new Found("other", "")));

        writer.reconcile(ID);
        writer.reconcile(SET);

        assertThat(properties.agree()).isTrue();
        assertThat(sent)
                .extracting(ObjectNode::toString)
                .containsExactly(
                        "{\"apiVersion\":\"about.k8s.io/v1alpha1\",\"kind\":\"ClusterProperty\",\"metadata\":{\"name\":\"cluster.clusterset.k8s.io\","
                                + "\"labels\":{\"hanse.dev/written-by\":\"gateway.hanse.dev\"}},\"spec\":{\"value\":\"west\"}}",
                        "{\"apiVersion\":\"about.k8s.io/v1alpha1\",\"kind\":\"ClusterProperty\",\"metadata\":{\"name\":\"clusterset.k8s.io\","
                                + "\"labels\":{\"hanse.dev/written-by\":\"gateway.hanse.dev\"}},\"spec\":{\"value\":\"set.example\"}}");
    }

    @Test
    void whatIsThereIsNotMade() throws InterruptedException {
        properties.replace(List.of(new Found(ID, "west"), new Found(SET, "theirs")));

        assertThat(properties.missing()).isEmpty();
        assertThat(writer.reconcile(SET)).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(properties.agree()).isTrue();
    }

    @Test
    void anotherIdStopsAllUntilTheyAgree() {
        properties.replace(List.of(new Found(ID, "west")));
        properties.put(new Found(ID, "north"));

        assertThat(properties.agree()).isFalse();
        assertThat(properties.trouble()).contains("\"north\"", "\"west\"", "change the property", "kubeconfig");
        assertThat(properties.missing()).as("nothing is written at all").isEmpty();

        properties.onFailed(Reason.FAILED, "connection refused");
        properties.onFailed(Reason.FORBIDDEN, "may not");
        assertThat(properties.agree()).as("what was read last counts").isFalse();

        properties.remove(new Found(ID, "north"));
        assertThat(properties.agree()).isTrue();
        assertThat(properties.missing()).isEqualTo(Map.of(ID, "west", SET, "set.example"));
        assertThat(changes).isEqualTo(4);
    }

    @Test
    void aClusterWithoutTheKindIsNoTrouble() {
        properties.onFailed(Reason.ABSENT, properties.absent());

        assertThat(properties.agree()).isTrue();
        assertThat(properties.missing()).isEmpty();
        assertThat(failures).containsExactly("");
    }

    @Test
    void whereItMayNotBeReadThatIsToldAndNothingMade() {
        properties.onFailed(Reason.FORBIDDEN, "may not");

        assertThat(properties.agree()).isTrue();
        assertThat(properties.missing()).isEmpty();
        assertThat(failures).containsExactly("may not");
    }

    @Test
    void aRefusalIsToldAndWaits() throws InterruptedException {
        properties.replace(List.of());
        answer = Optional.of(new Outcome.Forbidden(new Question("create", ClusterProperties.LABEL), "may not"));

        assertThat(writer.reconcile(ID)).isPresent();
        assertThat(writer.reconcile(ID)).isPresent();
        assertThat(sent).hasSize(1);
        assertThat(writer.told()).containsExactly("ClusterProperty " + ID + " cannot be written: may not");

        answer = Optional.of(new Outcome.AlreadyExists("somebody was first"));
        nanos += 2_000_000_000;
        assertThat(writer.reconcile(ID)).isEmpty();
        assertThat(writer.told()).isEmpty();
    }
}
