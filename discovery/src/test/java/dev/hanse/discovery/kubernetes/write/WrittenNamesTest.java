// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects names that others rely on: the reference implementation's, and those that a gateway after us must find again. */
final class WrittenNamesTest {

    /** Computed by another program: base32hex of SHA-256. */
    @ParameterizedTest
    @CsvSource({"shop/web, derived-isrlchlhrq", "default/test, derived-q6kh1uqrub", "kept/moved, derived-93hnqef3a4"})
    void theServiceIsNamedAsTheReferenceImplementationDoesIt(String service, String name) {
        assertThat(WrittenNames.derivedService(ServiceName.parse(service))).isEqualTo(name);
    }

    @Test
    void pairsThatJoinToOneTextHaveDifferentSlices() {
        ServiceName service = new ServiceName("a", "b");

        assertThat(WrittenNames.slice(new SliceKey(service, new ClusterId("a-b"), "c"), IpFamily.IPV4))
                .isNotEqualTo(WrittenNames.slice(new SliceKey(service, new ClusterId("a"), "b-c"), IpFamily.IPV4))
                .isNotEqualTo(WrittenNames.slice(new SliceKey(service, new ClusterId("a-b"), "c"), IpFamily.IPV6));
    }

    @Test
    void aClusterIsALabelsValueWhateverItsLength() {
        String label = "a".repeat(63);
        ClusterId longest = new ClusterId(label + "." + label);

        assertThat(WrittenNames.cluster(new ClusterId(label))).isEqualTo(label);
        assertThat(WrittenNames.cluster(longest)).hasSize(63).startsWith("a".repeat(52) + "-");
        assertThat(WrittenNames.cluster(new ClusterId(label + ".b"))).isNotEqualTo(WrittenNames.cluster(longest));
    }
}
