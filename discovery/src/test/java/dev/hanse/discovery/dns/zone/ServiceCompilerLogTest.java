// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

/** Protects the logs of gateways from what another cluster writes into its annotations. */
class ServiceCompilerLogTest {

    private final Queue<SubstituteLoggingEvent> lines = new ConcurrentLinkedQueue<>();
    private final ServiceCompiler compiler = new ServiceCompiler(
            WireName.of("svc.clusterset.local"),
            false,
            Integer.MAX_VALUE,
            new OriginNumbers(OriginNumbers.MAX),
            new SubstituteLogger("compiler", lines, false));

    private static ServiceInput withSelection(int number, String selection) {
        ServiceTraits traits =
                new ServiceTraits(SessionAffinity.NONE, "", "", Map.of(), Map.of(Selection.ANNOTATION, selection));
        return new ServiceInput(
                new ServiceImport(
                        ServiceName.parse("shop/s" + number), ServiceType.CLUSTER_SET_IP, List.of(), traits, List.of()),
                List.of(),
                Optional.empty(),
                Set.of());
    }

    @Test
    void threeHundredUnknownSelectionsAreTwentyLines() {
        for (int turn = 0; turn < 3; turn++) {
            for (int i = 0; i < 300; i++) {
                compiler.compile(withSelection(i, "nonsense " + turn), new ClusterId("east"));
            }
        }

        assertThat(lines).hasSizeBetween(20, 22);
    }
}
