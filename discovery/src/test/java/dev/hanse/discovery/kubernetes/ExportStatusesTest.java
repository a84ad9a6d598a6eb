// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportCondition.Status;
import dev.hanse.discovery.model.ExportCondition.Type;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects what owners of exports are told: what the source knows itself, else what the control plane says, once for each change. */
final class ExportStatusesTest {

    private static final ObjectName WEB = new ObjectName("shop", "web");
    private static final ServiceName SERVICE = new ServiceName("shop", "web");
    private static final ExportOrigin ORIGIN = new ExportOrigin("u1", 2);
    private static final ExportOrigin THIRD = new ExportOrigin("u1", 3);
    private static final ExportCondition CONFLICT =
            new ExportCondition(Type.CONFLICT, Status.TRUE, "PortConflict", "ports differ", ORIGIN);

    private final List<ExportStatus> changed = new ArrayList<>();
    private final List<ObjectName> gone = new ArrayList<>();
    private final ExportStatuses statuses = new ExportStatuses(new ExportStatusSink() {
        @Override
        public void changed(ExportStatus status) {
            changed.add(status);
        }

        @Override
        public void gone(ObjectName export) {
            gone.add(export);
        }
    });

    private static KeptExport export(String uid, long generation) {
        return new KeptExport(WEB, uid, generation, "2026-11-23T16:00:00Z", false, Map.of(), Map.of());
    }

    private static ExportedService exported(String... complaints) {
        return new ExportedService(
                new ServiceExport(SERVICE, ServiceType.CLUSTER_SET_IP, Instant.EPOCH, List.of(), ServiceTraits.NONE),
                List.of(),
                List.of(complaints));
    }

    private static SharedMap<ServiceName, List<ExportCondition>> said(ExportCondition... conditions) {
        return SharedMap.copyOf(Map.of(SERVICE, List.of(conditions)));
    }

    private static ExportCondition valid(long generation) {
        return valid("u1", generation);
    }

    private static ExportCondition valid(String uid, long generation) {
        return new ExportCondition(Type.VALID, Status.TRUE, "Valid", "", new ExportOrigin(uid, generation));
    }

    private static ExportCondition ready(long generation) {
        return ready("u1", generation);
    }

    private static ExportCondition ready(String uid, long generation) {
        return new ExportCondition(Type.READY, Status.TRUE, "Exported", "", new ExportOrigin(uid, generation));
    }

    private ExportStatus last() {
        return changed.getLast();
    }

    @Test
    void anExportIsValidAndPendingUntilTheControlPlaneSpeaks() {
        statuses.onFound(export("u1", 2), exported());

        assertThat(last().uid()).isEqualTo("u1");
        assertThat(last().conditions()).first().isEqualTo(valid(2));
        assertThat(last().conditions())
                .last()
                .isEqualTo(new ExportCondition(
                        Type.READY,
                        Status.UNKNOWN,
                        "Pending",
                        "the control plane has not said yet what became of it",
                        ORIGIN));

        statuses.onConditions(said(valid(2), ready(2), CONFLICT));

        assertThat(last().conditions()).containsExactly(valid(2), ready(2), CONFLICT);
    }

    @Test
    void whatIsNotExportedIsNotValidWhateverTheControlPlaneSaysOfAnotherSource() {
        statuses.onConditions(said(valid(0), ready(0)));
        statuses.onFound(export("u1", 3), ExportedService.refused("NoService", "there is no Service"));

        assertThat(last().conditions())
                .containsExactly(
                        new ExportCondition(Type.VALID, Status.FALSE, "NoService", "there is no Service", THIRD),
                        new ExportCondition(Type.READY, Status.FALSE, "Pending", "the export is not valid", THIRD));
    }

    @Test
    void endpointsThatAreLeftOutKeepItFromBeingReady() {
        statuses.onConditions(said(valid(2), ready(2), CONFLICT));
        statuses.onFound(export("u1", 2), exported("lacks endpoints: 1; the first: 192.0.2.1: not in the prefixes"));

        assertThat(last().conditions())
                .containsExactly(
                        valid(2),
                        new ExportCondition(
                                Type.READY,
                                Status.FALSE,
                                "Failed",
                                "lacks endpoints: 1; the first: 192.0.2.1: not in the prefixes",
                                ORIGIN),
                        CONFLICT);
    }

    @Test
    void theSameIsSaidOnceAndAnotherObjectOfTheNameIsTold() {
        statuses.onFound(export("u1", 1), exported());
        statuses.onConditions(said(valid(1), ready(1)));
        statuses.onFound(export("u1", 1), exported());
        statuses.onConditions(said(valid(1), ready(1)));
        assertThat(changed).hasSize(2);

        statuses.onFound(export("u2", 1), exported());
        assertThat(changed).hasSize(3);
        assertThat(last().uid()).isEqualTo("u2");
    }

    @Test
    void anExportThatIsGoneIsToldOnceAndSilentAfterwards() {
        statuses.onGone(WEB);
        statuses.onFound(export("u1", 1), exported());
        statuses.onGone(WEB);
        statuses.onGone(WEB);
        statuses.onConditions(said(valid(1), ready(1)));

        assertThat(gone).containsExactly(WEB);
        assertThat(changed).hasSize(1);
    }

    @Test
    void conditionsThatAreTakenBackLeaveItPending() {
        statuses.onFound(export("u1", 1), exported());
        statuses.onConditions(said(valid(1), ready(1)));
        statuses.onConditions(SharedMap.empty());

        assertThat(last().conditions())
                .last()
                .extracting(ExportCondition::reason)
                .isEqualTo("Pending");
    }

    @Test
    void anObjectMadeAnewDoesNotGetWhatWasSaidOfTheOneBeforeInTheSameGeneration() {
        statuses.onFound(export("u1", 1), exported());
        statuses.onConditions(said(valid(1), ready(1)));

        statuses.onFound(export("u2", 1), exported());
        assertThat(last().conditions()).extracting(ExportCondition::reason).containsExactly("Valid", "Pending");

        // Another gateway's word of the one before, which is late.
        statuses.onConditions(said(valid(1), ready(1), CONFLICT));
        assertThat(last().conditions()).extracting(ExportCondition::reason).containsExactly("Valid", "Pending");

        statuses.onConditions(said(valid("u2", 1), ready("u2", 1)));
        assertThat(last().uid()).isEqualTo("u2");
        assertThat(last().conditions()).containsExactly(valid("u2", 1), ready("u2", 1));
    }

    @Test
    void whatAnotherGatewayHasReadOfAnObjectMadeAnewWaitsUntilThisOneHas() {
        statuses.onFound(export("u1", 1), exported());
        statuses.onConditions(said(valid(1), ready(1)));
        statuses.onConditions(said(valid("u2", 1), ready("u2", 1)));
        assertThat(changed).hasSize(2);

        statuses.onFound(export("u2", 1), exported());
        assertThat(last().conditions()).containsExactly(valid("u2", 1), ready("u2", 1));
    }

    /** A control plane of an earlier version names no object. */
    @Test
    void whereNoObjectIsNamedTheGenerationDecides() {
        statuses.onFound(export("u1", 2), exported());
        statuses.onConditions(said(valid("", 2), ready("", 2)));
        assertThat(last().conditions()).containsExactly(valid("", 2), ready("", 2));

        statuses.onFound(export("u2", 1), exported());
        assertThat(last().conditions()).extracting(ExportCondition::reason).containsExactly("Valid", "Pending");
    }

    @Test
    void anObjectMadeAnewDoesNotGetWhatWasSaidOfALaterGenerationOfTheOneBefore() {
        statuses.onFound(export("u1", 3), exported());
        statuses.onConditions(said(valid(3), ready(3)));
        statuses.onGone(WEB);

        statuses.onFound(export("u2", 1), exported());

        assertThat(last().conditions()).extracting(ExportCondition::reason).containsExactly("Valid", "Pending");

        statuses.onConditions(said(valid("u2", 1), ready("u2", 1)));
        assertThat(last().conditions()).containsExactly(valid("u2", 1), ready("u2", 1));
    }

    @Test
    void whatAnotherGatewayHasReadAlreadyDoesNotMakeItPending() {
        statuses.onFound(export("u1", 1), exported());
        statuses.onConditions(said(valid(1), ready(1)));
        statuses.onConditions(said(valid(2), ready(2)));
        assertThat(last().conditions()).containsExactly(valid(1), ready(1));

        statuses.onFound(export("u1", 2), exported());
        assertThat(last().conditions()).containsExactly(valid(2), ready(2));
        assertThat(changed).hasSize(3);
    }
}
