// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the direction of the modules: a part that knows less can be tested, read and replaced alone. */
final class ModulesTest {

    private static final String PROTO = "dev.hanse.proto..";
    private static final String NET = "dev.hanse.net..";
    private static final String DISCOVERY = "dev.hanse.discovery..";
    private static final String CONTRACT = "dev.hanse.discovery.contract..";
    private static final String TUNNEL = "dev.hanse.tunnel..";
    private static final String CONTROL_PLANE = "dev.hanse.controlplane..";
    private static final String GATEWAY = "dev.hanse.gateway..";
    private static final String NODE = "dev.hanse.node..";
    private static final String CLI = "dev.hanse.cli..";

    /** All that a node says to Kubernetes, and how. */
    private static final String NODE_EVENTS = "dev.hanse.discovery.kubernetes.write.NodeEvents";

    private static final String NODE_FINDING = "dev.hanse.discovery.kubernetes.write.NodeFinding";

    @Test
    void seesEveryModule() {
        for (String module :
                List.of("proto.v1", "net", "discovery", "tunnel", "controlplane", "gateway", "node", "cli")) {
            assertThat(HanseClasses.all().containPackage("dev.hanse." + module))
                    .as(module)
                    .isTrue();
        }
    }

    @Test
    void theContractsKnowNobody() {
        noClasses()
                .that()
                .resideInAPackage(PROTO)
                .should()
                .dependOnClassesThat(oursOutside(PROTO))
                .because("any client in any language has the .proto files and nothing else of ours")
                .check(HanseClasses.all());
    }

    @Test
    void whatEveryModuleNeedsKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage(NET)
                .should()
                .dependOnClassesThat(oursOutside(NET))
                .because("every module stands on it; what it knew, all of them would")
                .check(HanseClasses.all());
    }

    @Test
    void discoveryStandsOnNetAlone() {
        noClasses()
                .that()
                .resideInAPackage(DISCOVERY)
                .and()
                .resideOutsideOfPackage(CONTRACT)
                .should()
                .dependOnClassesThat(oursOutside(DISCOVERY, NET).or(JavaClass.Predicates.resideInAPackage(CONTRACT)))
                .because("sources, merge and DNS answers must work without a tunnel and without a control plane")
                .check(HanseClasses.all());
    }

    @Test
    void theMappingOfTheContractKnowsTheModelAndTheMessagesOnly() {
        classes()
                .that()
                .resideInAPackage(CONTRACT)
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.not(oursOutside(CONTRACT, PROTO, NET, "dev.hanse.discovery.model..")))
                .because("both sides of the contract use it, and must get no source, merge or DNS with it")
                .check(HanseClasses.all());
    }

    @Test
    void theTunnelStandsOnNetAlone() {
        noClasses()
                .that()
                .resideInAPackage(TUNNEL)
                .should()
                .dependOnClassesThat(oursOutside(TUNNEL, NET))
                .because("the packet path moves packets between peers and knows nothing about services")
                .check(HanseClasses.all());
    }

    @Test
    void theControlPlaneKnowsTheModelAndThePureRulesOnly() {
        classes()
                .that()
                .resideInAPackage(CONTROL_PLANE)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(oursOutside(
                        CONTROL_PLANE,
                        PROTO,
                        NET,
                        "dev.hanse.discovery.model..",
                        "dev.hanse.discovery.merge..",
                        CONTRACT,
                        // Inspection.Resolve says what a gateway would answer, by the same rules.
                        "dev.hanse.discovery.dns.zone..",
                        "dev.hanse.discovery.dns.wire..")))
                .because(
                        "the control plane merges what gateways tell it; it reads no source, answers no query, moves no packet")
                .check(HanseClasses.all());
    }

    @Test
    void theGatewayDoesNotKnowTheControlPlane() {
        noClasses()
                .that()
                .resideInAPackage(GATEWAY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONTROL_PLANE, NODE, CLI)
                .because("they meet in the contracts only, so that either can be upgraded alone")
                .check(HanseClasses.all());
    }

    @Test
    void aNodeKnowsOfTheGatewayWhatCarriesNoPackets() {
        classes()
                .that()
                .resideInAPackage(NODE)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(oursOutside(
                                NODE,
                                PROTO,
                                NET,
                                "dev.hanse.gateway.checks..",
                                "dev.hanse.gateway.loop..",
                                "dev.hanse.gateway.status..",
                                "dev.hanse.gateway.storage..",
                                "dev.hanse.gateway.tables..",
                                "dev.hanse.gateway.tls..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(NODE_EVENTS)))
                        .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(NODE_FINDING)))))
                .because("it runs on every node of a cluster, and must stay small")
                .check(HanseClasses.all());
    }

    @Test
    void nobodyKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .because("it is the outermost part: it starts the others")
                .check(HanseClasses.all());
    }

    @Test
    void theDemoLooksFromOutside() {
        classes()
                .that()
                .resideInAPackage("dev.hanse.cli.demo..")
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.not(oursOutside("dev.hanse.cli.demo..", "dev.hanse.cli.output..")))
                .because("it shows what a user sees; a short cut through our classes would prove less")
                .check(HanseClasses.all());
    }

    private static DescribedPredicate<JavaClass> oursOutside(String... packages) {
        return JavaClass.Predicates.resideInAPackage("dev.hanse..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages)));
    }
}
