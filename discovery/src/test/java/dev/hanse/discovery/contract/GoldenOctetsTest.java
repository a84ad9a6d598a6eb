// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.proto.v1.ItemKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Protects gateways and control planes of other versions: each message has the octets that it always had, and every field of it is mapped. */
class GoldenOctetsTest {

    private static final ClusterId EAST = new ClusterId("east");
    private static final Map<String, byte[]> OCTETS = read();

    private static Map<String, byte[]> read() {
        try (InputStream file = GoldenOctetsTest.class.getResourceAsStream("golden-octets.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(
                            line -> line[0], line -> HexFormat.of().parseHex(line[1])));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] octets(String name) {
        return Objects.requireNonNull(OCTETS.get(name), name);
    }

    private static void assertOctets(String name, MessageLite message) {
        assertThat(HexFormat.of().formatHex(message.toByteArray()))
                .as(name)
                .isEqualTo(HexFormat.of().formatHex(octets(name)));
    }

    @Test
    void serviceName() throws IOException {
        assertOctets("service-name", ServiceNames.toMessage(FullValues.NAME));
        assertThat(ServiceNames.fromMessage(dev.hanse.proto.v1.ServiceName.parseFrom(octets("service-name"))))
                .isEqualTo(FullValues.NAME);
    }

    @Test
    void serviceExport() throws IOException {
        assertOctets("service-export", ServiceExports.toMessage(FullValues.EXPORT));
        assertThat(ServiceExports.fromMessage(
                        dev.hanse.proto.v1.ServiceExport.parseFrom(octets("service-export")), ModelLimits.RULES))
                .isEqualTo(FullValues.EXPORT);
    }

    @Test
    void endpointSlice() throws IOException {
        assertOctets("endpoint-slice", EndpointSlices.toMessage(FullValues.SLICE));
        assertThat(EndpointSlices.fromMessage(
                        dev.hanse.proto.v1.EndpointSlice.parseFrom(octets("endpoint-slice")), ModelLimits.RULES))
                .isEqualTo(FullValues.SLICE);
    }

    @Test
    void portlessSlice() throws IOException {
        assertOctets("portless-slice", EndpointSlices.toMessage(FullValues.PORTLESS));
        assertThat(EndpointSlices.fromMessage(
                        dev.hanse.proto.v1.EndpointSlice.parseFrom(octets("portless-slice")), ModelLimits.RULES))
                .isEqualTo(FullValues.PORTLESS);
    }

    @Test
    void importedSlice() throws IOException {
        assertOctets("imported-slice", EndpointSlices.toMessage(EAST, FullValues.SLICE));
        assertThat(EndpointSlices.fromMessage(
                        dev.hanse.proto.v1.ImportedSlice.parseFrom(octets("imported-slice"))
                                .getSlice(),
                        ModelLimits.RULES))
                .isEqualTo(FullValues.SLICE);
    }

    @Test
    void serviceImport() throws IOException {
        assertOctets("service-import", ServiceImports.toMessage(FullValues.IMPORT));
        assertThat(ServiceImports.fromMessage(
                        dev.hanse.proto.v1.ServiceImport.parseFrom(octets("service-import")), ModelLimits.RULES))
                .isEqualTo(FullValues.IMPORT);
    }

    @Test
    void messagesOfBeforeThereWereFurtherPortsAreRead() throws IOException {
        assertThat(ServiceExports.fromMessage(
                                dev.hanse.proto.v1.ServiceExport.parseFrom(
                                        octets("service-export-before-further-ports")),
                                ModelLimits.RULES)
                        .ports())
                .isEqualTo(FullValues.PORTS);
        assertThat(ServiceImports.fromMessage(
                                dev.hanse.proto.v1.ServiceImport.parseFrom(
                                        octets("service-import-before-further-ports")),
                                ModelLimits.RULES)
                        .ports())
                .isEqualTo(FullValues.PORTS);
    }

    /** What these say is as it was; nothing was said of what came later. */
    @Test
    void messagesOfBeforeThereWereFamiliesAreRead() throws IOException {
        ServiceExport export = ServiceExports.fromMessage(
                dev.hanse.proto.v1.ServiceExport.parseFrom(octets("service-export-before-families")),
                ModelLimits.RULES);
        ServiceImport imported = ServiceImports.fromMessage(
                dev.hanse.proto.v1.ServiceImport.parseFrom(octets("service-import-before-families")),
                ModelLimits.RULES);
        EndpointSlice slice = EndpointSlices.fromMessage(
                dev.hanse.proto.v1.EndpointSlice.parseFrom(octets("endpoint-slice-before-serving")), ModelLimits.RULES);

        assertThat(export.ports()).isEqualTo(FullValues.PORTS_OF_SERVICE);
        assertThat(export.traits().sessionAffinitySeconds()).isEqualTo(ServiceTraits.DEFAULT_AFFINITY_SECONDS);
        assertThat(imported.ipFamilies()).isEmpty();
        assertThat(slice.ports()).isEqualTo(FullValues.PORTS);
        assertThat(slice.endpoints()).allMatch(endpoint -> endpoint.ready() && endpoint.serving());
        assertThat(ExportConditions.fromMessage(dev.hanse.proto.v1.ExportCondition.parseFrom(
                                octets("export-condition-before-generations")))
                        .observedGeneration())
                .isZero();
    }

    @Test
    void messagesOfBeforeThereWereUidsAreRead() throws IOException {
        assertThat(ServiceExports.fromMessage(
                                dev.hanse.proto.v1.ServiceExport.parseFrom(octets("service-export-before-uids")),
                                ModelLimits.RULES)
                        .origin())
                .isEqualTo(ExportOrigin.of(3));
        assertThat(ExportConditions.fromMessage(
                                dev.hanse.proto.v1.ExportCondition.parseFrom(octets("export-condition-before-uids")))
                        .observed())
                .isEqualTo(ExportOrigin.of(3));
    }

    @Test
    void exportCondition() throws IOException {
        assertOctets("export-condition", ExportConditions.toMessage(FullValues.CONDITION));
        assertThat(ExportConditions.fromMessage(
                        dev.hanse.proto.v1.ExportCondition.parseFrom(octets("export-condition"))))
                .isEqualTo(FullValues.CONDITION);
    }

    @Test
    void keys() throws IOException {
        SliceKey slice = new SliceKey(FullValues.NAME, EAST, FullValues.SLICE.name());

        assertOctets("key-of-export", ItemKeys.serviceExport(FullValues.NAME));
        assertOctets("key-of-slice", ItemKeys.endpointSlice(FullValues.NAME, FullValues.SLICE.name()));
        assertOctets("key-of-import", ItemKeys.serviceImport(FullValues.NAME));
        assertOctets("key-of-imported-slice", ItemKeys.importedSlice(slice));
        assertOctets("key-of-status", ItemKeys.exportStatus(FullValues.NAME));
        assertThat(ItemKeys.importedSlice(
                        ItemKey.parseFrom(octets("key-of-imported-slice")).getImportedSlice()))
                .isEqualTo(slice);
    }

    @Test
    void everyFieldIsMapped() {
        for (Message message : List.of(
                ServiceExports.toMessage(FullValues.EXPORT),
                EndpointSlices.toMessage(EAST, FullValues.SLICE),
                ServiceImports.toMessage(FullValues.IMPORT),
                ExportConditions.toMessage(FullValues.CONDITION))) {
            assertThat(unset(message)).isSubsetOf("hanse.v1.EndpointSlice.portless");
        }
    }

    /** Fields without a value, in a message or in the first of each kind of message in it. */
    private static List<String> unset(Message message) {
        List<String> names = new ArrayList<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            Object value = message.getAllFields().get(field);
            if (value == null) {
                names.add(field.getFullName());
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                names.addAll(unset((Message) (field.isRepeated() ? ((List<?>) value).getFirst() : value)));
            }
        }
        return names;
    }
}
