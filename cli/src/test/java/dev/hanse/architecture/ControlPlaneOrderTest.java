// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protects the order of the control plane's packages (docs/adr/0013): values go up, calls go down, nothing comes back. */
final class ControlPlaneOrderTest {

    private static final String ROOT = "dev.hanse.controlplane";

    /** Lower first. */
    private static final List<String> ORDER = List.of(
            ROOT + ".model",
            ROOT + ".wire",
            ROOT + ".store",
            ROOT + ".store.sqlite",
            ROOT + ".audit",
            ROOT + ".identity",
            ROOT + ".revocation",
            ROOT + ".rpc",
            ROOT + ".connections",
            ROOT + ".exports",
            ROOT + ".peers",
            ROOT + ".views",
            ROOT + ".membership",
            ROOT + ".exchange",
            ROOT + ".inspection",
            ROOT + ".status",
            ROOT);

    static IntStream places() {
        return IntStream.range(0, ORDER.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("places")
    void packageKnowsOnlyThoseBeforeIt(int place) {
        List<String> later = new ArrayList<>(ORDER.subList(place + 1, ORDER.size()));
        noClasses()
                .that()
                .resideInAPackage(ORDER.get(place))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later.toArray(String[]::new))
                .because("of two packages that know each other neither can be read, tested or changed alone")
                .check(HanseClasses.all());
    }

    @Test
    void orderNamesEveryPackage() {
        assertThat(HanseClasses.all().stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.equals(ROOT) || name.startsWith(ROOT + "."))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ORDER);
    }
}
