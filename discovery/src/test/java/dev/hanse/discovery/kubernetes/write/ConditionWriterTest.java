// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.ExportStatus;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.kubernetes.Question;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportCondition.Status;
import dev.hanse.discovery.model.ExportCondition.Type;
import dev.hanse.discovery.model.ExportOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Protects the status of users' objects: the conditions of this very object, once, and nothing else. */
final class ConditionWriterTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final ObjectName WEB = new ObjectName("shop", "web");
    private static final ExportCondition VALID =
            new ExportCondition(Type.VALID, Status.TRUE, "Valid", "", ExportOrigin.of(1));
    private static final ExportCondition READY =
            new ExportCondition(Type.READY, Status.TRUE, "Exported", "", ExportOrigin.of(1));
    private static final ExportCondition CONFLICT =
            new ExportCondition(Type.CONFLICT, Status.TRUE, "PortConflict", "ports differ", ExportOrigin.of(1));

    private final List<ObjectNode> sent = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final List<ApiEvent> events = new ArrayList<>();
    private long nanos = 1;
    private Instant now = Instant.parse("2026-11-23T16:00:00.5Z");
    private int version = 10;
    private boolean holder = true;
    private Function<ObjectNode, Outcome> server = this::applied;
    private final ConditionWriter writer = new ConditionWriter(
            this::perform,
            Definition.ofExports(() -> {}),
            troubles::add,
            events::add,
            () -> nanos,
            () -> now,
            new Random(1));

    private Optional<Outcome> perform(SeenExport export, ObjectNode status) {
        if (!holder) {
            return Optional.empty();
        }
        sent.add(status);
        return Optional.of(server.apply(status));
    }

    /** As a server does, which knows nothing of other fields. */
    private Outcome applied(ObjectNode status) {
        return new Outcome.Done(object(
                status.path("metadata").path("uid").asString(""),
                status.path("status").path("conditions")));
    }

    private JsonNode object(String uid, JsonNode conditions) {
        ObjectNode object = (ObjectNode) MAPPER.readTree("""
                {"apiVersion": "multicluster.x-k8s.io/v1beta1", "kind": "ServiceExport",
                 "metadata": {"name": "web", "namespace": "shop", "uid": "%s", "resourceVersion": "%d"}}
                """.formatted(uid, ++version));
        object.putObject("status").set("conditions", conditions);
        return object;
    }

    private void see(String uid, String conditions) {
        writer.exports().put(SeenExport.of(object(uid, MAPPER.readTree(conditions))));
    }

    private Optional<Duration> reconcile() throws InterruptedException {
        return writer.reconcile(WEB);
    }

    private void say(String uid, ExportCondition... conditions) {
        writer.changed(new ExportStatus(WEB, uid, List.of(conditions)));
    }

    private ArrayNode last() {
        return (ArrayNode) sent.getLast().path("status").path("conditions");
    }

    @Test
    void whatIsSaidIsWrittenOnceToThisVeryObject() throws InterruptedException {
        see("u1", "[]");
        say("u1", VALID, READY, CONFLICT);

        assertThat(reconcile()).isEmpty();
        assertThat(reconcile()).isEmpty();

        assertThat(sent).hasSize(1);
        assertThat(MAPPER.readTree(sent.getFirst().toString())).isEqualTo(MAPPER.readTree("""
                {"apiVersion": "multicluster.x-k8s.io/v1beta1", "kind": "ServiceExport",
                 "metadata": {"name": "web", "namespace": "shop", "uid": "u1", "resourceVersion": "11"},
                 "status": {"conditions": [
                   {"type": "Valid", "status": "True", "reason": "Valid", "message": "",
                    "lastTransitionTime": "2026-11-23T16:00:00Z", "observedGeneration": 1},
                   {"type": "Ready", "status": "True", "reason": "Exported", "message": "",
                    "lastTransitionTime": "2026-11-23T16:00:00Z", "observedGeneration": 1},
                   {"type": "Conflict", "status": "True", "reason": "PortConflict", "message": "ports differ",
                    "lastTransitionTime": "2026-11-23T16:00:00Z", "observedGeneration": 1}]}}
                """));
    }

    @Test
    void anObjectThatCameBackFromABackupIsWrittenInTheVersionThatItHasNow() throws InterruptedException {
        see("u1", "[]");
        say("u1", VALID);
        reconcile();
        version = 3;
        writer.exports().replace(List.of(SeenExport.of(object("u1", MAPPER.readTree("[]")))));
        reconcile();
        assertThat(sent).hasSize(2);
        assertThat(sent.getLast().path("metadata").path("resourceVersion").asString(""))
                .isEqualTo("4");
    }

    @Test
    void theTimeOfAConditionChangesWithItsStatusAlone() throws InterruptedException {
        see("u1", "[]");
        say("u1", VALID, READY, CONFLICT);
        reconcile();
        now = now.plusSeconds(60);
        say(
                "u1",
                VALID.of(ExportOrigin.of(2)),
                READY.of(ExportOrigin.of(2)),
                new ExportCondition(Type.CONFLICT, Status.TRUE, "TypeConflict", "types differ", ExportOrigin.of(2)));
        reconcile();

        assertThat(last())
                .extracting(each -> each.path("lastTransitionTime").asString(""))
                .containsOnly("2026-11-23T16:00:00Z");

        say(
                "u1",
                VALID.of(ExportOrigin.of(2)),
                READY.of(ExportOrigin.of(2)),
                new ExportCondition(Type.CONFLICT, Status.FALSE, "NoConflicts", "", ExportOrigin.of(2)));
        reconcile();

        assertThat(last())
                .extracting(each -> each.path("lastTransitionTime").asString(""))
                .containsExactly("2026-11-23T16:00:00Z", "2026-11-23T16:00:00Z", "2026-11-23T16:01:00Z");
    }

    @Test
    void anotherObjectOfTheNameDoesNotGetWhatIsSaidOfTheOneBefore() throws InterruptedException {
        see("u2", "[]");
        say("u1", VALID, READY);
        assertThat(reconcile()).isEmpty();
        assertThat(sent).isEmpty();

        say("u2", VALID);
        reconcile();
        assertThat(last()).hasSize(1);
    }

    @Test
    void nothingIsWrittenToWhatIsBeingDeletedOrHasGone() throws InterruptedException {
        say("u1", VALID);
        assertThat(reconcile()).isEmpty();
        ObjectNode goes = (ObjectNode) object("u1", MAPPER.readTree("[]"));
        ((ObjectNode) goes.path("metadata")).put("deletionTimestamp", "2026-11-23T16:00:00Z");
        writer.exports().put(SeenExport.of(goes));
        assertThat(reconcile()).isEmpty();

        see("u1", "[]");
        writer.gone(WEB);
        assertThat(reconcile()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void whoDoesNotHoldTheLeaseWritesNothing() throws InterruptedException {
        holder = false;
        see("u1", "[]");
        say("u1", VALID);

        assertThat(reconcile()).isEmpty();
        assertThat(sent).isEmpty();

        holder = true;
        reconcile();
        assertThat(sent).hasSize(1);
    }

    @Test
    void conditionsOfOtherTypesAreNeitherNamedNorAReasonToWrite() throws InterruptedException {
        see("u1", """
                [{"type": "Audited", "status": "True", "reason": "Ok", "message": "", "lastTransitionTime": "2026-11-23T15:00:00Z"},
                 {"type": "Valid", "status": "True", "reason": "Valid", "message": "", "observedGeneration": 1,
                  "lastTransitionTime": "2026-11-23T15:00:00Z"}]
                """);
        say("u1", VALID);
        reconcile();
        assertThat(sent).as("nothing differs").isEmpty();

        say("u1", VALID, READY);
        reconcile();
        assertThat(last()).extracting(each -> each.path("type").asString("")).containsExactly("Valid", "Ready");
        assertThat(last().path(0).path("lastTransitionTime").asString("")).isEqualTo("2026-11-23T15:00:00Z");
    }

    @Test
    void anExportThatIsRefusedWaitsAndIsToldUntilItIsTaken() throws InterruptedException {
        server = _ -> new Outcome.Forbidden(new Question("patch", "serviceexports/status"), "may not");
        see("u1", "[]");
        say("u1", VALID);

        Duration delay = reconcile().orElseThrow();
        assertThat(delay).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(writer.told())
                .containsExactly("the conditions of ServiceExport shop/web cannot be written: may not");
        assertThat(events)
                .containsExactly(new ApiEvent(
                        "multicluster.x-k8s.io/v1beta1",
                        "ServiceExport",
                        WEB,
                        "u1",
                        "Forbidden",
                        "Write",
                        "u1/Forbidden",
                        "the conditions of ServiceExport shop/web cannot be written: may not"));
        say("u1", VALID, READY);
        assertThat(reconcile()).isPresent();
        assertThat(sent).as("it is let alone").hasSize(1);

        nanos += delay.toNanos();
        server = this::applied;
        assertThat(reconcile()).isEmpty();
        assertThat(last()).hasSize(2);
        assertThat(writer.told()).isEmpty();
    }

    @Test
    void aDefinitionWithoutStatusIsToldAndTriedSeldom() throws InterruptedException {
        server = _ -> new Outcome.NotFound("HTTP 404");
        see("u1", "[]");
        say("u1", VALID);
        Duration first = reconcile().orElseThrow();
        assertThat(writer.told()).as("it may have been deleted").isEmpty();

        nanos += first.toNanos();
        assertThat(reconcile().orElseThrow()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        assertThat(writer.told())
                .singleElement()
                .asString()
                .startsWith("the conditions of ServiceExport shop/web")
                .contains("has no status subresource");
        assertThat(events).extracting(ApiEvent::reason).containsExactly("WriteFailed");
    }

    @Test
    void anObjectThatHasChangedMeanwhileIsTriedAgainSoonWithoutAWord() throws InterruptedException {
        server = _ -> new Outcome.Conflict("changed");
        see("u1", "[]");
        say("u1", VALID);

        assertThat(reconcile().orElseThrow()).isLessThanOrEqualTo(Duration.ofMillis(100));
        assertThat(writer.told()).isEmpty();
    }

    /** Two programs that want the same condition to be different would never end. */
    @Test
    void whatAnotherProgramChangesBackAgainAndAgainIsWrittenEverMoreSeldom() throws InterruptedException {
        String theirs = """
                [{"type": "Valid", "status": "False", "reason": "Theirs", "message": "", "lastTransitionTime": "2026-11-23T15:00:00Z"}]
                """;
        see("u1", theirs);
        say("u1", VALID);
        long begin = nanos;
        while (sent.size() < 12) {
            Optional<Duration> delay = reconcile();
            nanos += delay.map(Duration::toNanos).orElse(0L);
            if (delay.isEmpty()) {
                see("u1", theirs);
            }
        }
        assertThat(Duration.ofNanos(nanos - begin)).isGreaterThan(Duration.ofSeconds(30));

        say("u1", VALID.of(ExportOrigin.of(2)));
        assertThat(reconcile()).as("what is new does not wait").isEmpty();
        assertThat(sent).hasSize(13);
    }

    @Test
    void statusesAreWrittenInTheVersionInWhichTheExportIsServed() throws InterruptedException {
        ObjectNode old = (ObjectNode) object("u1", MAPPER.readTree("[]"));
        old.put("apiVersion", "multicluster.x-k8s.io/v1alpha1");
        writer.exports().put(SeenExport.of(old));
        say("u1", VALID);
        reconcile();

        assertThat(sent.getFirst().path("apiVersion").asString("")).isEqualTo("multicluster.x-k8s.io/v1alpha1");
    }

    @Test
    void aMessageThatTheApiWouldRefuseIsCut() throws InterruptedException {
        see("u1", "[]");
        say(
                "u1",
                new ExportCondition(
                        Type.CONFLICT, Status.TRUE, "PortConflict", "x".repeat(40_000), ExportOrigin.of(1)));
        reconcile();

        assertThat(last().path(0).path("message").asString("")).hasSize(32_000).endsWith("…");
    }

    @Test
    void anOlderWordOfAWatchDoesNotUndoWhatAnAnswerSaid() throws InterruptedException {
        see("u1", "[]");
        SeenExport before = writer.exports().of(WEB).orElseThrow();
        say("u1", VALID);
        reconcile();
        writer.exports().put(before);
        reconcile();

        assertThat(sent).hasSize(1);
    }

    @Test
    void aListWithoutAnExportForgetsIt() throws InterruptedException {
        see("u1", "[]");
        say("u1", VALID);
        writer.exports().replace(List.of());

        assertThat(reconcile()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void whereTheDefinitionHasNoGenerationNoneIsWritten() throws InterruptedException {
        server = status -> status.toString().contains("observedGeneration")
                ? new Outcome.Failed(".status.conditions[0].observedGeneration: field not declared in schema")
                : applied(status);
        see("u1", "[]");
        say("u1", VALID, READY);

        assertThat(reconcile()).contains(Duration.ZERO);
        assertThat(reconcile()).isEmpty();
        assertThat(reconcile()).isEmpty();
        assertThat(sent).hasSize(2);
        assertThat(last()).hasSize(2);
        assertThat(writer.told()).isEmpty();
    }
}
