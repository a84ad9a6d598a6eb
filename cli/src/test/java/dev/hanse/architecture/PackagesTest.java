// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import dev.hanse.tunnel.crypto.CipherSuite;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Protects the order inside the modules: no cycles, foreign types at the edges only, every package described. */
final class PackagesTest {

    private static final String[] SPEAK_GRPC = {
        "dev.hanse.proto..",
        // One mapping between messages and model for both sides, in the module that owns the model.
        "dev.hanse.discovery.contract..",
        "dev.hanse.controlplane.exchange..",
        "dev.hanse.controlplane.membership..",
        "dev.hanse.controlplane.inspection..",
        "dev.hanse.controlplane.rpc..",
        // A stored tunnel endpoint is a message, so that the table need not change with it.
        "dev.hanse.controlplane.store.sqlite..",
        "dev.hanse.controlplane.wire..",
        "dev.hanse.gateway",
        "dev.hanse.gateway.exports..",
        "dev.hanse.gateway.identity..",
        "dev.hanse.gateway.link..",
        "dev.hanse.gateway.nodes..",
        "dev.hanse.gateway.paths..",
        "dev.hanse.gateway.rpc..",
        "dev.hanse.gateway.views..",
        "dev.hanse.node.link..",
        "dev.hanse.cli.operator.."
    };

    private static final String[] LEAVES = {
        "dev.hanse.tunnel.packet..", "dev.hanse.tunnel.peer..", "dev.hanse.tunnel.wire..", "dev.hanse.discovery.model.."
    };

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.hanse.(**)")
                .should()
                .beFreeOfCycles()
                .because("of two packages in a cycle neither can be read, tested or changed alone")
                .check(HanseClasses.all());
    }

    @Test
    void generatedTypesStayWhereGrpcIsSpoken() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SPEAK_GRPC)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.hanse.proto..")
                .because("the day the contracts change, only the packages that speak them may have to")
                .check(HanseClasses.all());
    }

    @Test
    void packetsPeersAndFramesNeedTheJdkAddressesAndKeysOnly() {
        classes()
                .that()
                .resideInAnyPackage(LEAVES)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "dev.hanse.net.address..",
                                "dev.hanse.net.keys..",
                                "dev.hanse.net.octets..",
                                "dev.hanse.net.text..")
                        .or(resideInAnyPackage(LEAVES))
                        .or(equivalentTo(CipherSuite.class)))
                .because(
                        "what all else is made of must not drag anything in; which cipher a frame is for is part of it")
                .check(HanseClasses.all());
    }

    @Test
    void sourcesAnswersAndMergeDoNotKnowEachOther() {
        slices().matching("dev.hanse.discovery.(consul|file|kubernetes|dns|merge)..")
                .should()
                .notDependOnEachOther()
                .because("they meet in the model; a new source must not touch the DNS responder")
                .check(HanseClasses.all());
    }

    @Test
    void sharedPackagesDoNotKnowEachOther() {
        slices().matching("dev.hanse.net.(*)..")
                .should()
                .notDependOnEachOther()
                .because("whoever needs a prefix must not get system calls or certificates with it")
                .check(HanseClasses.all());
    }

    @Test
    void vertxStaysAtTheEdges() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.hanse.discovery.dns..",
                        "dev.hanse.discovery.consul..",
                        "dev.hanse.tunnel",
                        "dev.hanse.tunnel.control..",
                        "dev.hanse.tunnel.net..",
                        "dev.hanse.tunnel.worker..",
                        "dev.hanse.gateway",
                        "dev.hanse.gateway.status..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .because("logic that needs no event loop is tested without one")
                .check(HanseClasses.all());
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hanse.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("everything else logs, with a level that an operator can choose")
                .check(HanseClasses.all());
    }

    @Test
    void namesSayWhatATypeDecidesOrHolds() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hanse.proto..")
                .should()
                .haveNameMatching(".*(Utils?|Manager|Helper|Impl|Common)(\\$.*)?")
                .because("under such a name everything fits and nothing is found")
                .check(HanseClasses.all());
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        assertThat(HanseClasses.all().stream()
                        .map(JavaClass::getPackage)
                        .filter(found -> !isGenerated(found))
                        .filter(found ->
                                found.tryGetAnnotationOfType(NullMarked.class).isEmpty())
                        .map(JavaPackage::getName)
                        .distinct())
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }

    private static boolean isGenerated(JavaPackage found) {
        return found.getName().startsWith("dev.hanse.proto");
    }
}
