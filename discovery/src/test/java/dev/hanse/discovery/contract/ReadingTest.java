// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.proto.v1.Endpoint;
import dev.hanse.proto.v1.EndpointSlice;
import dev.hanse.proto.v1.ExportCondition;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ServiceExport;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.ViewItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the reading of messages of other versions: what is not stated, what is not known, and whom the mapping asks about it. */
class ReadingTest {

    private static final ServiceExport VALID = ServiceExports.toMessage(FullValues.EXPORT);

    private final List<String> asked = new ArrayList<>();

    /** Writes down what it is asked. */
    private final class Asked implements ReadingRules {

        @Override
        public void requireCreatedAt(boolean stated) {
            asked.add("created at: " + stated);
        }

        @Override
        public Instant createdAt(Timestamp stated) {
            asked.add("seconds: " + stated.getSeconds());
            return Instant.EPOCH;
        }

        @Override
        public void requirePorts(int count) {
            asked.add("ports: " + count);
        }

        @Override
        public void requireServicePorts(List<dev.hanse.discovery.model.ServicePort> ports) {
            asked.add("as of a service: " + ports.size());
        }

        @Override
        public void requireText(String field, String text) {
            asked.add(field + ": " + text);
        }

        @Override
        public IllegalArgumentException unknownType(ServiceType type) {
            return ModelLimits.RULES.unknownType(type);
        }

        @Override
        public IllegalArgumentException unknownAffinity(dev.hanse.proto.v1.SessionAffinity affinity) {
            return ModelLimits.RULES.unknownAffinity(affinity);
        }

        @Override
        public IllegalArgumentException unknownFamily(dev.hanse.proto.v1.IpFamily family) {
            return ModelLimits.RULES.unknownFamily(family);
        }

        @Override
        public IllegalArgumentException unknownProtocol(int number) {
            return ModelLimits.RULES.unknownProtocol(number);
        }
    }

    @Test
    void asksTheRulesInTheOrderOfTheFields() {
        dev.hanse.discovery.model.ServiceExport export = ServiceExports.fromMessage(VALID, new Asked());

        assertThat(asked)
                .containsExactly(
                        "created at: true",
                        "seconds: 1795435200",
                        "ports: 3",
                        "as of a service: 1",
                        "internal_traffic_policy: Local",
                        "traffic_distribution: PreferSameZone");
        assertThat(export.createdAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void asksTheRulesForThePortsOfSlicesAndImports() {
        EndpointSlices.fromMessage(EndpointSlices.toMessage(FullValues.SLICE), new Asked());
        ServiceImports.fromMessage(ServiceImports.toMessage(FullValues.IMPORT), new Asked());

        assertThat(asked).containsExactly("ports: 2", "ports: 3", "as of a service: 2");
    }

    @Test
    void readsWhatIsNotStated() {
        ServiceExport.Builder message = VALID.toBuilder().clearSessionAffinity().clearSessionAffinitySeconds();
        message.getPortsBuilder(0).clearProtocol();

        dev.hanse.discovery.model.ServiceExport export = ServiceExports.fromMessage(message.build(), ModelLimits.RULES);

        assertThat(export.traits().sessionAffinity()).isEqualTo(SessionAffinity.NONE);
        assertThat(export.ports().getFirst()).isEqualTo(new ServicePort("http", Protocol.TCP, 8443, "h2c"));
    }

    @Test
    void readsWhatEarlierVersionsDoNotKnow() {
        dev.hanse.discovery.model.ServiceExport export = ServiceExports.fromMessage(
                VALID.toBuilder()
                        .clearSessionAffinitySeconds()
                        .clearIpFamilies()
                        .clearGeneration()
                        .clearObjectUid()
                        .build(),
                ModelLimits.RULES);
        EndpointSlice.Builder message =
                EndpointSlices.toMessage(FullValues.SLICE).toBuilder().clearConflictingPorts();
        message.getEndpointsBuilder(0).clearServing().clearTerminating();
        message.getEndpointsBuilder(1).setReady(false);
        dev.hanse.discovery.model.EndpointSlice slice = EndpointSlices.fromMessage(message.build(), ModelLimits.RULES);

        assertThat(export.traits().sessionAffinitySeconds()).isEqualTo(10_800);
        assertThat(export.ipFamilies()).isEmpty();
        assertThat(export.origin()).isEqualTo(ExportOrigin.UNKNOWN);
        assertThat(slice.agreeing()).isEqualTo(slice.ports());
        assertThat(slice.endpoints())
                .extracting(dev.hanse.discovery.model.Endpoint::serving)
                .containsExactly(true, false);
        assertThat(slice.endpoints()).noneMatch(dev.hanse.discovery.model.Endpoint::terminating);
    }

    @Test
    void refusesFamiliesAndDurationsThatNoServiceHas() {
        refused(
                VALID.toBuilder().addIpFamilies(dev.hanse.proto.v1.IpFamily.IP_FAMILY_IPV4),
                "ip families: 3 (expected: at most 2, each once)");
        refused(
                VALID.toBuilder().clearIpFamilies().addIpFamiliesValue(2).addIpFamiliesValue(2),
                "ip families: [IPV6, IPV6] (expected: each once)");
        refused(
                VALID.toBuilder().setSessionAffinitySeconds(86_401),
                "session affinity CLIENT_IP: 86401 seconds (expected: at most 86400)");
        refused(
                VALID.toBuilder().setSessionAffinitySeconds(-1),
                "session affinity CLIENT_IP: 4294967295 seconds (expected: at most 86400)");
        refused(
                VALID.toBuilder().clearSessionAffinity().setSessionAffinitySeconds(1),
                "session affinity NONE: 1 seconds (expected: at most 0)");
        refused(VALID.toBuilder().setGeneration(-1), "generation: 18446744073709551615 (expected: below 2^63)");
        refused(
                VALID.toBuilder().setObjectUid("u".repeat(65)),
                "object_uid: 65 characters (expected: at most 64, visible ASCII)");
        refused(
                VALID.toBuilder().setObjectUid("a b"),
                "object_uid: 3 characters (expected: at most 64, visible ASCII)");
    }

    @Test
    void refusesConflictingPortsThatTheSliceHasNot() {
        EndpointSlice slice = EndpointSlices.toMessage(FullValues.SLICE).toBuilder()
                .addConflictingPorts("other")
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointSlices.fromMessage(slice, ModelLimits.RULES))
                .withMessage("conflicting port: \"other\" (expected: one of the slice's ports)");
    }

    @Test
    void refusesASliceWithPortsThatSaysItHasNone() {
        EndpointSlice slice = EndpointSlices.toMessage(FullValues.SLICE).toBuilder()
                .clearConflictingPorts()
                .setPortless(true)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointSlices.fromMessage(slice, ModelLimits.RULES))
                .withMessage("endpoint slice web-1: portless, with 2 ports (expected: none)");
    }

    @Test
    void letsTheRulesRefuseWhatIsNotKnown() {
        ServiceExport.Builder protocol = VALID.toBuilder();
        protocol.getPortsBuilder(0).setProtocolValue(132);

        refused(VALID.toBuilder().clearType(), "no such type: SERVICE_TYPE_UNSPECIFIED");
        refused(VALID.toBuilder().setTypeValue(9), "no such type: UNRECOGNIZED");
        refused(VALID.toBuilder().setSessionAffinityValue(9), "no such affinity: UNRECOGNIZED");
        refused(VALID.toBuilder().setIpFamiliesValue(0, 0), "no such family: IP_FAMILY_UNSPECIFIED");
        refused(VALID.toBuilder().setIpFamiliesValue(0, 9), "no such family: UNRECOGNIZED");
        refused(protocol, "no such protocol: 132");
    }

    private static void refused(ServiceExport.Builder message, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceExports.fromMessage(message.build(), ModelLimits.RULES))
                .withMessage(why);
    }

    @Test
    void refusesAddressesOfOtherLengths() {
        EndpointSlice slice = EndpointSlices.toMessage(FullValues.SLICE).toBuilder()
                .addEndpoints(Endpoint.newBuilder().setAddress(ByteString.copyFrom(new byte[5])))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointSlices.fromMessage(slice, ModelLimits.RULES))
                .withMessage("endpoint address: 5 octets (expected: 4 or 16)");
    }

    @Test
    void refusesOtherConditions() {
        ExportCondition valid = ExportConditions.toMessage(FullValues.CONDITION);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportConditions.fromMessage(
                        valid.toBuilder().setType("valid").build()))
                .withMessage("condition type: \"valid\" (expected: Valid, Ready or Conflict)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportConditions.fromMessage(
                        valid.toBuilder().clearStatus().build()))
                .withMessage("condition status: \"\" (expected: True, False or Unknown)");
    }

    @Test
    void refusesTimesThatNoTimestampMayHave() {
        assertThat(Times.fromMessage(
                        Timestamp.newBuilder().setSeconds(253_402_300_799L).build()))
                .isEqualTo("9999-12-31T23:59:59Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Times.fromMessage(
                        Timestamp.newBuilder().setSeconds(253_402_300_800L).build()))
                .withMessage("timestamp: 253402300800 s 0 ns (expected: within years 1 to 9999, 0 to 999999999 ns)");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Times.fromMessage(Timestamp.newBuilder().setNanos(-1).build()))
                .withMessage("timestamp: 0 s -1 ns (expected: within years 1 to 9999, 0 to 999999999 ns)");
    }

    @Test
    void namesNothingWhereTheKindIsNotKnown() {
        assertThat(ItemKeys.of(ExportItem.getDefaultInstance())).isEqualTo(ItemKey.getDefaultInstance());
        assertThat(ItemKeys.of(ViewItem.getDefaultInstance())).isEqualTo(ItemKey.getDefaultInstance());
    }
}
