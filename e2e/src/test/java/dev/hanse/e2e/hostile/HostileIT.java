// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import static dev.hanse.e2e.hostile.AttackKind.BACKDATING;
import static dev.hanse.e2e.hostile.AttackKind.BAD_HELLOS;
import static dev.hanse.e2e.hostile.AttackKind.FORBIDDEN_ENDPOINTS;
import static dev.hanse.e2e.hostile.AttackKind.FORBIDDEN_PREFIXES;
import static dev.hanse.e2e.hostile.AttackKind.LARGE_ITEMS;
import static dev.hanse.e2e.hostile.AttackKind.LARGE_LISTING;
import static dev.hanse.e2e.hostile.AttackKind.LARGE_SERVICES;
import static dev.hanse.e2e.hostile.AttackKind.MISSING_REMOVALS;
import static dev.hanse.e2e.hostile.AttackKind.NONSENSE;
import static dev.hanse.e2e.hostile.AttackKind.REFUSED_CALLS;
import static dev.hanse.e2e.hostile.AttackKind.RENEWAL_FLOOD;
import static dev.hanse.e2e.hostile.AttackKind.UNPROVEN_CONNECTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects honest members, users of DNS and the operator from members and strangers that mean harm (ADR 2). */
@Tag("alone")
final class HostileIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static Siege siege;

    @BeforeAll
    static void begin() throws IOException, InterruptedException {
        siege = Siege.begin(LAB);
        siege.peace().assertHarmless();
    }

    @Test
    void largeItemsAreRefusedOneByOne() {
        siege.under(LARGE_ITEMS).assertHarmless().assertRefused();
    }

    @Test
    void aChangeThatNeverEndsEndsItsStream() {
        siege.under(MISSING_REMOVALS).assertHarmless().assertRefused();
    }

    @Test
    void nobodyTakesWhatIsNotItsOwn() {
        siege.under(FORBIDDEN_PREFIXES, FORBIDDEN_ENDPOINTS, BAD_HELLOS)
                .assertHarmless()
                .assertRefused();
    }

    @Test
    void membersConnectAndTheAuditLogStaysWhileCallsAndConnectionsAreMany() {
        siege.under(RENEWAL_FLOOD, UNPROVEN_CONNECTIONS, REFUSED_CALLS)
                .assertHarmless()
                .assertRefused()
                .assertAuditKept();
    }

    @Test
    void anOlderClaimTakesNoServiceAwayAndNonsenseReachesNoTerminal() {
        siege.under(
                        () -> {
                            assertVisible("service", "list");
                            assertVisible("gateway", "list");
                            assertVisible("cluster", "show", NONSENSE.cluster());
                            assertVisible("cluster", "show", NONSENSE.cluster(), "--output", "json");
                            assertVisible("audit", "--output", "yaml");
                        },
                        BACKDATING,
                        NONSENSE)
                .assertHarmless()
                .assertRefused();
        siege.processes().forEach(each -> assertVisible(each.logText()));
    }

    private static void assertVisible(String... verb) {
        assertVisible(siege.federation().operator(verb).orFail().output());
    }

    private static void assertVisible(String text) {
        assertThat(text.chars()
                        .filter(each -> each != '\n' && each != '\t')
                        .filter(each -> Character.isISOControl(each)
                                || Character.getType(each) == Character.FORMAT
                                || Character.getType(each) == Character.LINE_SEPARATOR))
                .as(text)
                .isEmpty();
    }

    @Test
    void theOperatorReadsLargeServices() {
        siege.under(
                        () -> {
                            assertListed("service", "show", "large/endpoints");
                            assertListed("service", "list");
                            assertListed("service", "list", "--output", "json");
                        },
                        LARGE_SERVICES,
                        LARGE_LISTING)
                .assertHarmless()
                .assertRefused();
    }

    private static void assertListed(String... verb) {
        CommandResult result = siege.federation().operator(verb).orFail();
        assertThat(result.output()).contains("large");
    }
}
