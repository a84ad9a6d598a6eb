// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.PathDrop;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a path. Fields as in {@code hanse.v1.Connection}.
 *
 * @param mtu longest packet of a pod, octets; 0: not said
 * @param fromWorkers data workers of the near end; 0: not said
 * @param toWorkers data workers of the far end; 0: not said
 * @param sent what the near end sent; null: not said
 * @param received what the near end received; null: not said
 * @param drops what the near end dropped, by reason
 * @param hostFindings what the near end found on its host; with the first of its paths alone
 */
record ConnectionInfo(
        String from,
        String to,
        boolean up,
        BigInteger roundTripMicros,
        @Nullable Instant since,
        @Nullable Instant reportedAt,
        long mtu,
        long fromWorkers,
        long toWorkers,
        @Nullable DirectionInfo sent,
        @Nullable DirectionInfo received,
        Map<String, BigInteger> drops,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FindingInfo> hostFindings) {

    static ConnectionInfo of(Connection connection, List<FindingInfo> hostFindings) {
        boolean counted = connection.hasTraffic();
        return new ConnectionInfo(
                connection.getFrom().getCluster() + "/" + connection.getFrom().getGateway(),
                connection.getTo().getCluster() + "/" + connection.getTo().getGateway(),
                connection.getUp(),
                Unsigned.of(connection.getRoundTripMicros()),
                connection.hasSince() ? ProtoTime.toInstant(connection.getSince()) : null,
                connection.hasReportedAt() ? ProtoTime.toInstant(connection.getReportedAt()) : null,
                Unsigned.of(connection.getMtu()),
                Unsigned.of(connection.getFromWorkers()),
                Unsigned.of(connection.getToWorkers()),
                counted ? DirectionInfo.of(connection.getTraffic().getSent()) : null,
                counted ? DirectionInfo.of(connection.getTraffic().getReceived()) : null,
                connection.getTraffic().getDropsList().stream()
                        .collect(Collectors.toMap(
                                PathDrop::getReason,
                                drop -> Unsigned.of(drop.getCount()),
                                BigInteger::add,
                                TreeMap::new)),
                hostFindings);
    }

    /** Up, down, or why it cannot be up. */
    String state() {
        if (up) {
            return "up";
        }
        return unlike() ? "down: workers differ" : "down";
    }

    private boolean unlike() {
        return fromWorkers != 0 && toWorkers != 0 && fromWorkers != toWorkers;
    }

    /** As {@code 0.42 ms}; empty before the first measurement. */
    String roundTrip() {
        return roundTripMicros.signum() == 0
                ? ""
                : String.format(Locale.ROOT, "%.2f ms", roundTripMicros.doubleValue() / 1000.0);
    }

    /** Empty where nothing was said. */
    String longestPacket() {
        return mtu == 0 ? "" : Long.toString(mtu);
    }

    /** One number, or both where they differ; empty where neither end has said. */
    String workers() {
        if (unlike()) {
            return fromWorkers + " here, " + toWorkers + " there";
        }
        long known = Math.max(fromWorkers, toWorkers);
        return known == 0 ? "" : Long.toString(known);
    }

    /** All drops in one number; empty where nothing was said. */
    String dropped() {
        return sent == null ? "" : Unsigned.sum(drops.values()).toString();
    }

    /** Each reason with its number. */
    String reasons() {
        return drops.entrySet().stream()
                .map(drop -> drop.getKey() + " " + drop.getValue())
                .collect(Collectors.joining(", "));
    }
}
