// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects what an exporter is told: which of its items were not taken, why, and what is served instead. */
class ExportConditionsTest {

    private static final ExportItem SERVICE = Fixture.service("shop/web");
    private static final Optional<ExportCondition> NO_CONFLICT = Optional.of(new ExportCondition(
            ExportCondition.Type.CONFLICT, ExportCondition.Status.FALSE, "NoConflicts", "all exports agree"));

    @Test
    void whatIsWhollyTakenIsValidAndReady() {
        assertThat(texts(List.of(taken(SERVICE), taken(slice(1))), NO_CONFLICT))
                .containsExactly(
                        "VALID TRUE Valid ", "READY TRUE Exported ", "CONFLICT FALSE NoConflicts all exports agree");
    }

    @Test
    void endpointsAloneAreNoExport() {
        assertThat(texts(List.of(taken(slice(1))), Optional.empty()))
                .containsExactly(
                        "VALID FALSE NoService endpoints were sent, but no export of their service",
                        "READY FALSE Pending the export is not valid");
    }

    @Test
    void refusedServiceIsNotValid() {
        assertThat(texts(List.of(refused(SERVICE, false)), Optional.empty()))
                .containsExactly(
                        "VALID FALSE ForeignPrefix it is elsewhere", "READY FALSE Pending the export is not valid");
        assertThat(texts(List.of(refused(SERVICE, true)), NO_CONFLICT))
                .startsWith(
                        "VALID FALSE ForeignPrefix it is elsewhere (the last accepted value stays)",
                        "READY TRUE Exported ");
    }

    @Test
    void refusedSlicesAreNamedUpToThree() {
        String one = "slice s1: ForeignPrefix: it is elsewhere";
        assertThat(ready(1)).isEqualTo("READY FALSE Failed " + one);
        assertThat(ready(3))
                .isEqualTo(
                        "READY FALSE Failed " + one + "; " + one.replace("s1", "s2") + "; " + one.replace("s1", "s3"));
        assertThat(ready(4)).startsWith(ready(3)).endsWith("; 1 more slices were refused");
        assertThat(ready(7)).startsWith(ready(3)).endsWith("; 4 more slices were refused");
    }

    @Test
    void refusedSliceOfAnExportThatIsNotValidIsPending() {
        assertThat(texts(List.of(refused(SERVICE, false), refused(slice(1), true)), Optional.empty()))
                .endsWith(
                        "READY FALSE Pending slice s1: ForeignPrefix: it is elsewhere (the last accepted value stays)");
    }

    @Test
    void conditionsNameTheObjectAndItsGeneration() {
        ExportItem third = new ExportItem.Service(new ServiceExport(
                ServiceName.parse("shop/web"),
                ServiceType.CLUSTER_SET_IP,
                Fixture.NOW,
                List.of(Fixture.HTTP),
                ServiceTraits.NONE,
                List.of(),
                new ExportOrigin("uid-b", 3)));

        assertThat(ExportConditions.of(List.of(taken(third), refused(slice(1), true)), NO_CONFLICT, 0))
                .extracting(ExportCondition::observed)
                .containsOnly(new ExportOrigin("uid-b", 3));
        Refusal refusal = new Refusal(Refusal.Reason.INVALID, "it is", new ExportOrigin("uid-b", 4));
        Contribution fourth = new Contribution(
                Fixture.gateway("east", "gw-1"), third.key(), 1, Optional.of(third), Optional.of(refusal));
        assertThat(ExportConditions.of(List.of(fourth, taken(slice(1))), NO_CONFLICT, 0))
                .as("the refused value, not the one that stays")
                .extracting(ExportCondition::observed)
                .containsOnly(new ExportOrigin("uid-b", 4));
    }

    private static String ready(int refusedSlices) {
        List<Contribution> said = new ArrayList<>(List.of(taken(SERVICE), taken(slice(0))));
        for (int i = 1; i <= refusedSlices; i++) {
            said.add(refused(slice(i), false));
        }
        return texts(said, NO_CONFLICT).get(1);
    }

    private static List<String> texts(List<Contribution> said, Optional<ExportCondition> conflict) {
        return ExportConditions.of(said, conflict, 0).stream()
                .map(each -> each.type() + " " + each.status() + " " + each.reason() + " " + each.message())
                .toList();
    }

    private static ExportItem slice(int number) {
        return Fixture.slice("shop/web", "s" + number, "10.1.0.1");
    }

    private static Contribution taken(ExportItem item) {
        return new Contribution(Fixture.gateway("east", "gw-1"), item.key(), 1, Optional.of(item), Optional.empty());
    }

    private static Contribution refused(ExportItem item, boolean keptValue) {
        return new Contribution(
                Fixture.gateway("east", "gw-1"),
                item.key(),
                1,
                keptValue ? Optional.of(item) : Optional.empty(),
                Optional.of(new Refusal(Refusal.Reason.FOREIGN_PREFIX, "it is elsewhere")));
    }
}
