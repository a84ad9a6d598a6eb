// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Protects the order of the gateway's packages (decision 14): each knows only packages before it, and of those only what
 * its job needs. The face, {@code dev.hanse.gateway} itself, knows all of them; none of them knows the face.
 */
final class GatewayPackagesTest {

    private static final String GATEWAY = "dev.hanse.gateway";

    /** Lower first. */
    private static final List<Place> ORDER = List.of(
            new Place("loop", "", "a thread does not know what runs on it"),
            new Place("checks", "", "what the host does to packets does not depend on what a gateway does"),
            new Place("tables", "checks", "a table is kept, whatever its rules are for"),
            new Place("rpc", "", "what a call is does not depend on who calls, nor on what for"),
            new Place("tls", "", "who may speak on a port does not depend on what is said there"),
            new Place("storage", "loop", "a file holds octets, whatever they mean"),
            new Place(
                    "identity",
                    "loop rpc storage",
                    "who the gateway is must be settled before anything travels, and outlast all of it"),
            new Place(
                    "paths", "checks loop storage", "a path carries packets or does not, whatever is exported over it"),
            new Place("exports", "loop storage", "what is imported must never come back as an export"),
            new Place(
                    "views",
                    "loop paths storage",
                    "what is served depends on the paths, and on nothing of how it came here"),
            new Place(
                    "nodes",
                    "loop paths tls views",
                    "nodes are told where packets go, and of nothing that is exported or imported"),
            new Place(
                    "transit",
                    "checks loop paths tables views",
                    "which packets pass this host without a state follows from the view, and nothing from it"),
            new Place(
                    "vxlan",
                    "loop nodes tables views",
                    "whose packets are taken follows from who asks, and what they may hold from the view"),
            new Place(
                    "overlay",
                    "exports loop storage views",
                    "views and exports do not know each other; what is exported and not merged yet meets the view here"),
            new Place(
                    "link",
                    "exports loop rpc views",
                    "a stream carries both directions; who the gateway is, it sees as a way to open channels"),
            new Place(
                    "status",
                    "checks exports identity link overlay paths views",
                    "what is shown is read from all parts, and none of them waits for it"));

    /**
     * One package.
     *
     * @param name below the gateway's face
     * @param knows the packages that it may use
     * @param reason for both
     */
    private record Place(String name, String knows, String reason) {

        private String[] allowed() {
            return Stream.concat(Stream.of(name), Stream.of(knows.split(" ")).filter(each -> !each.isEmpty()))
                    .map(each -> GATEWAY + "." + each + "..")
                    .toArray(String[]::new);
        }
    }

    static List<Place> order() {
        return ORDER;
    }

    @ParameterizedTest
    @MethodSource("order")
    void knowsOnlyWhatItsJobNeeds(Place place) {
        noClasses()
                .that()
                .resideInAPackage(GATEWAY + "." + place.name() + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(GATEWAY + "..")
                        .and(DescribedPredicate.not(resideInAnyPackage(place.allowed()))))
                .because(place.reason())
                .allowEmptyShould(true)
                .check(HanseClasses.all());
    }

    @Test
    void knowsOnlyPackagesBefore() {
        List<String> names = ORDER.stream().map(Place::name).toList();
        for (Place place : ORDER) {
            assertThat(names.subList(0, names.indexOf(place.name())))
                    .as(place.name())
                    .containsAll(Stream.of(place.knows().split(" "))
                            .filter(each -> !each.isEmpty())
                            .toList());
        }
    }

    @Test
    void everyPackageHasAPlace() {
        List<String> places =
                ORDER.stream().map(each -> GATEWAY + "." + each.name()).toList();
        assertThat(HanseClasses.all().stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(GATEWAY + "."))
                        .distinct())
                .isSubsetOf(places);
    }
}
