// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.kubernetes.Question;
import dev.hanse.discovery.model.ServiceName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Protects owners of services from silence, and the API server from a flood: a refusal is told once, few in a time, and again only when it has been forgotten. */
final class EventQueueTest {

    private final SentEvents sent = new SentEvents();
    private volatile Optional<Outcome> answer = Optional.of(new Outcome.Done(Body.empty()));
    private volatile long nanos;
    private volatile boolean writes = true;
    private final EventQueue events = new EventQueue(
            25,
            Duration.ofSeconds(2),
            event -> {
                // Before the test hears of it, which then changes the next one.
                Optional<Outcome> now = answer;
                sent.add(event);
                return now;
            },
            () -> writes,
            () -> nanos);
    private final Thread worker = Thread.ofVirtual().start(events::work);

    @AfterEach
    void stop() {
        worker.interrupt();
    }

    private static ApiEvent event(String service, String reason, String note) {
        return new ApiEvent(
                "multicluster.x-k8s.io/v1beta1",
                "ServiceImport",
                new ObjectName("shop", service),
                "",
                reason,
                "Write",
                reason,
                note);
    }

    @Test
    void theSameIsToldOnceWhateverTheWords() throws InterruptedException {
        events.add(event("web", "QuotaExceeded", "used: 3"));
        events.add(event("web", "QuotaExceeded", "used: 4"));
        assertThat(sent.next().note()).isEqualTo("used: 3");
        sent.nothingElse();

        events.add(event("web", "Refused", "by a webhook"));
        assertThat(sent.next().reason()).isEqualTo("Refused");

        nanos += Duration.ofMinutes(31).toNanos();
        events.add(event("web", "QuotaExceeded", "used: 5"));
        assertThat(sent.next().note()).isEqualTo("used: 5");
    }

    @Test
    void whereThousandsAreRefusedFewAreTold() throws InterruptedException {
        for (int i = 0; i < 5000; i++) {
            events.add(event("web-" + i, "QuotaExceeded", "x"));
        }
        for (int i = 0; i < 25; i++) {
            sent.next();
        }
        sent.nothingElse();

        nanos += Duration.ofSeconds(2).toNanos();
        events.add(event("web-4999", "QuotaExceeded", "x"));
        events.add(event("web-4998", "QuotaExceeded", "x"));
        assertThat(sent.next().name().name()).isEqualTo("web-4999");
        sent.nothingElse();
    }

    @Test
    void oneThatIsThereWasToldBeforeARestart() throws InterruptedException {
        answer = Optional.of(new Outcome.AlreadyExists("there"));
        events.add(event("web", "QuotaExceeded", "x"));
        sent.next();
        events.add(event("web", "QuotaExceeded", "x"));
        sent.nothingElse();
        assertThat(events.told()).isEmpty();

        nanos += Duration.ofMinutes(5).toNanos();
        events.add(event("web", "QuotaExceeded", "x"));
        assertThat(sent.next().name().name())
                .as("it may have been forgotten by now")
                .isEqualTo("web");
    }

    @Test
    void oneThatIsNeverTakenDoesNotHoldUpTheOthers() throws InterruptedException {
        EventQueue one = new EventQueue(
                1,
                Duration.ofMinutes(1),
                event -> {
                    sent.add(event);
                    return Optional.of(new Outcome.Invalid("no"));
                },
                () -> true,
                () -> nanos);
        List<ApiEvent> both = List.of(event("bad", "Refused", "x"), event("good", "Refused", "x"));
        one.tell(both.getFirst());
        sent.next();
        one.add(both);
        Thread thread = Thread.ofVirtual().start(one::work);
        assertThat(sent.next().name().name()).isEqualTo("good");
        thread.interrupt();
    }

    @Test
    void oneThatIsNotTakenIsToldWithTheNextRefusal() throws InterruptedException {
        events.tell(event("other", "Refused", "x"));
        answer = Optional.of(new Outcome.Forbidden(new Question("create", "events"), "no"));
        events.tell(event("web", "QuotaExceeded", "x"));
        assertThat(events.told())
                .containsExactly("Event " + event("web", "QuotaExceeded", "").eventName() + " cannot be written: no");

        answer = Optional.of(new Outcome.Done(Body.empty()));
        sent.forget();
        events.add(event("web", "QuotaExceeded", "x"));
        sent.next();
        stop();
    }

    private void refuseOne() throws InterruptedException {
        answer = Optional.of(new Outcome.Forbidden(new Question("create", "events"), "no"));
        events.tell(event("web", "QuotaExceeded", "x"));
        assertThat(events.told()).hasSize(1);
    }

    @Test
    void thatItWasNotTakenIsToldForAWhile() throws InterruptedException {
        refuseOne();

        nanos += Duration.ofMinutes(5).toNanos() - 1;
        assertThat(events.told()).hasSize(1);
        nanos++;
        assertThat(events.told()).as("the right may have been granted").isEmpty();
    }

    @Test
    void whoDoesNotWriteAnyMoreTellsNothingOfIt() throws InterruptedException {
        refuseOne();
        writes = false;
        assertThat(events.told()).isEmpty();

        answer = Optional.empty();
        events.tell(event("web", "QuotaExceeded", "x"));
        writes = true;
        assertThat(events.told()).isEmpty();
    }

    /** By the uid {@code kubectl describe} finds it; a gateway that has not seen the import yet says the same all the same. */
    @Test
    void anImportIsNamedByItsUidAndToldOnce() {
        Definition imports = Definition.ofImports(() -> {});
        ServiceName web = new ServiceName("shop", "web");
        Outcome quota = new Outcome.QuotaExceeded("used up");
        WrittenImport content = WrittenImport.of(web, Body.empty());
        ApiEvent known = RefusalEvent.ofImport(
                imports,
                web,
                new SeenService(
                        new Seen<>(content, "uid-1", "1", Set.of(), false), null, ServiceAddresses.NONE, Map.of()),
                quota,
                "used up");
        ApiEvent unknown = RefusalEvent.ofImport(imports, web, SeenService.NOTHING, quota, "used up");

        assertThat(known.json("gateway.hanse.dev", "gw-1", Instant.EPOCH)
                        .at("/regarding/uid")
                        .asString(""))
                .isEqualTo("uid-1");
        assertThat(known.eventName()).isEqualTo(unknown.eventName());
        assertThat(unknown.json("gateway.hanse.dev", "gw-1", Instant.EPOCH)
                        .path("regarding")
                        .has("uid"))
                .isFalse();
    }

    @Test
    void anExportThatIsMadeAnewIsToldAnew() {
        assertThat(ofExport("u1").eventName())
                .isEqualTo(ofExport("u1").eventName())
                .isNotEqualTo(ofExport("u2").eventName());
    }

    private static ApiEvent ofExport(String uid) {
        SeenExport web = new SeenExport(new ObjectName("shop", "web"), "v1", uid, "1", false, List.of());
        return RefusalEvent.ofExport(web, new Outcome.Invalid("x"), "x");
    }

    @Test
    void whatPassesByItselfIsNone() {
        assertThat(RefusalEvent.isTold(new Outcome.Failed("x"), "patch x: https://api does not answer"))
                .isFalse();
        assertThat(RefusalEvent.isTold(new Outcome.TooManyRequests(Duration.ZERO, "x"), "patch x: HTTP 429"))
                .isFalse();
        assertThat(RefusalEvent.isTold(new Outcome.Conflict("x"), "")).isFalse();
        assertThat(RefusalEvent.isTold(new Outcome.Failed("x"), "create services: HTTP 500 (failed calling webhook)"))
                .isTrue();
    }

    @Test
    void itIsWhatTheApiTakes() {
        ApiEvent event = event("web", "QuotaExceeded", "n".repeat(2000));

        assertThat(event.eventName()).matches("web\\.[0-9a-v]{10}");
        assertThat(event.json("gateway.hanse.dev", "gw-1", Instant.parse("2026-11-29T10:00:00Z"))
                        .toString())
                .startsWith("{\"apiVersion\":\"events.k8s.io/v1\",\"kind\":\"Event\",\"metadata\":{\"name\":\""
                        + event.eventName()
                        + "\",\"namespace\":\"shop\"},\"eventTime\":\"2026-11-29T10:00:00.000000Z\"")
                .contains("\"reportingController\":\"gateway.hanse.dev\",\"reportingInstance\":\"gw-1\"")
                .endsWith(
                        "\"regarding\":{\"apiVersion\":\"multicluster.x-k8s.io/v1beta1\",\"kind\":\"ServiceImport\",\"namespace\":\"shop\",\"name\":\"web\"}}");
        assertThat(event.note().getBytes(StandardCharsets.UTF_8))
                .as("the API counts octets")
                .hasSize(1024);
        assertThat(List.of(event.eventName()))
                .doesNotContain(
                        event("web", "Refused", "").eventName(),
                        event("api", "QuotaExceeded", "").eventName());
    }

    @Test
    void aLongTextIsCutBetweenCharactersAndALongNameSoThatItStaysOne() {
        String note = event("web", "Refused", "x" + "\uD83D\uDE00".repeat(500)).note();
        assertThat(note).isEqualTo("x" + "\uD83D\uDE00".repeat(255) + "…");
        assertThat(event("web", "Refused", "ü".repeat(512)).note()).isEqualTo("ü".repeat(512));

        String longest = "n".repeat(240) + ".-a." + "n".repeat(9);
        assertThat(event(longest, "Refused", "x").eventName())
                .matches("n{240}\\.[0-9a-v]{10}")
                .isNotEqualTo(event(longest.replace("a", "b"), "Refused", "x").eventName());
    }
}
