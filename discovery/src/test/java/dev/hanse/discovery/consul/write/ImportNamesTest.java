// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.discovery.model.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Protects the names of imports in Consul: one label each, and never the same for two. */
class ImportNamesTest {

    @Example
    void namesReadAsNameAndNamespace() {
        assertThat(new ImportNames("").of(ServiceName.parse("shop/web"))).isEqualTo("web--shop");
        assertThat(new ImportNames("hs-").of(ServiceName.parse("shop/web"))).isEqualTo("hs-web--shop");
    }

    @Example
    void pairsThatJoinToOneTextHaveNamesOfTheirOwn() {
        assertThat(of("a-b/c", "b/c-a", "b/x--a", "a--b/x", "shop/xn", "shop/db"))
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.startsWith("xn--"))
                .contains("c--a-b", "c-a--b", "db--shop");
    }

    @Example
    void longNamesAreCutAndTellApart() {
        String letters = "w".repeat(63);
        assertThat(of(letters + "/" + letters, "shop/" + letters, letters + "/web", "a/" + letters))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(DnsLabel.require("name", name)).hasSizeLessThanOrEqualTo(63));
    }

    private static List<String> of(String... services) {
        ImportNames names = new ImportNames("");
        return List.of(services).stream().map(ServiceName::parse).map(names::of).toList();
    }

    @Property
    void eachServiceHasALabelOfItsOwn(@ForAll("services") List<ServiceName> services) {
        ImportNames names = new ImportNames("p-");
        Map<String, ServiceName> taken = new HashMap<>();
        for (ServiceName service : services) {
            String name = DnsLabel.require("name", names.of(service));
            assertThat(taken.getOrDefault(name, service)).isEqualTo(service);
            taken.put(name, service);
        }
    }

    @Provide
    Arbitrary<List<ServiceName>> services() {
        Arbitrary<String> label = Arbitraries.strings()
                .withChars('a', 'b', '-')
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(text -> !text.startsWith("-") && !text.endsWith("-"));
        return label.tuple2()
                .map(pair -> new ServiceName(pair.get1(), pair.get2()))
                .list()
                .ofMaxSize(200);
    }
}
