// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.Endpoint;
import dev.hanse.proto.v1.EndpointSlice;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ServiceExport;
import dev.hanse.proto.v1.ServiceName;
import dev.hanse.proto.v1.ServiceType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects how much one gateway may export, what is refused beyond, and that what is withdrawn makes room. */
final class QuotaGoldenTest {

    private static final int PIECE = 1_000;
    private static final int ENDPOINTS = 100;

    @TempDir
    private Path folder;

    private final StringBuilder seen = new StringBuilder();
    private long version;

    @Test
    void refusesWhatIsTooMuch() throws IOException {
        try (Federation federation = Federation.start(folder)) {
            PlayedGateway west =
                    PlayedGateway.join(federation.channels(), federation.token("west"), "gw-1", List.of("10.0.0.0/8"));
            west.open();
            west.say(ExchangeRequest.newBuilder().setHello(Hello.getDefaultInstance()));
            west.await(ExchangeResponse::hasWelcome);
            say(west, "5001 services at once", true, services(0, 5_001), List.of());
            say(west, "one more", false, services(6_000, 6_001), List.of());
            say(west, "one again that is there", false, services(7, 8), List.of());
            say(west, "one less, and one more", false, services(6_000, 6_001), List.of(key(7)));
            say(west, "2001 slices of 100 endpoints", true, slices(2_001), List.of());
            west.leave();
        }
        GoldenFile.of("refusals/quotas.txt").check(seen.toString());
    }

    private void say(
            PlayedGateway west, String what, boolean snapshot, List<ExportItem> items, List<ItemKey> removals) {
        Position.Builder position = Position.newBuilder().setEpoch("e").setVersion(++version);
        List<ItemRefusal> refusals = new ArrayList<>();
        for (int from = 0; from == 0 || from < items.size(); from += PIECE) {
            int to = Math.min(items.size(), from + PIECE);
            west.say(ExchangeRequest.newBuilder()
                    .setExportDelta(ExportDelta.newBuilder()
                            .setPosition(position)
                            .setSnapshotBegin(snapshot && from == 0)
                            .setMoreFollows(to < items.size())
                            .addAllRemovals(from == 0 ? removals : List.of())
                            .addAllUpserts(items.subList(from, to))));
            DeltaAck ack = west.await(ExchangeResponse::hasExportAck).getExportAck();
            refusals.addAll(ack.getRefusalsList());
        }
        seen.append(what).append(": ").append(refusals.size()).append(" refused\n");
        refusals.forEach(
                each -> seen.append(TextFormat.printer().printToString(each).indent(2)));
    }

    private static List<ExportItem> services(int from, int to) {
        return IntStream.range(from, to).mapToObj(QuotaGoldenTest::service).toList();
    }

    private static ExportItem service(int i) {
        return ExportItem.newBuilder()
                .setServiceExport(ServiceExport.newBuilder()
                        .setService(name(i))
                        .setType(ServiceType.SERVICE_TYPE_HEADLESS)
                        .setCreatedAt(Timestamp.newBuilder().setSeconds(1)))
                .build();
    }

    private static ItemKey key(int i) {
        return ItemKey.newBuilder().setServiceExport(name(i)).build();
    }

    private static ServiceName name(int i) {
        return ServiceName.newBuilder().setNamespace("shop").setName("s" + i).build();
    }

    private static List<ExportItem> slices(int count) {
        List<ExportItem> items = new ArrayList<>(services(0, 1));
        for (int i = 0; i < count; i++) {
            EndpointSlice.Builder slice =
                    EndpointSlice.newBuilder().setService(name(0)).setSlice("a" + i);
            for (int j = 0; j < ENDPOINTS; j++) {
                slice.addEndpoints(Endpoint.newBuilder()
                        .setAddress(ByteString.copyFrom(new byte[] {10, (byte) (i >> 8), (byte) i, (byte) (j + 1)})));
            }
            items.add(ExportItem.newBuilder().setEndpointSlice(slice).build());
        }
        return items;
    }
}
