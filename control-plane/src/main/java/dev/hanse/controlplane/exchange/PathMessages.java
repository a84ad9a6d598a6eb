// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.peers.PathTraffic;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.text.VisibleText;
import dev.hanse.proto.v1.DirectionTraffic;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what gateways report of their paths. */
final class PathMessages {

    private static final int MAX_FINDINGS = 16;
    private static final int MAX_CODE = 64;
    private static final int MAX_TEXT = 1024;

    /** Of any IP packet: what a member says has to fit a column. */
    private static final int MAX_MTU = 65_535;

    private PathMessages() {}

    /**
     * The paths of a report.
     *
     * @throws ProtocolViolationException if one is malformed, or it has too many
     */
    static List<PathReports.Path> paths(PathReport report) {
        if (report.getPathsCount() > PathReports.MAX_PATHS) {
            throw new ProtocolViolationException("path report: " + report.getPathsCount() + " paths (expected: at most "
                    + PathReports.MAX_PATHS + ")");
        }
        List<PathReports.Path> paths = new ArrayList<>();
        report.getPathsList().forEach(each -> paths.add(path(each)));
        return paths;
    }

    /** What a report says of its gateway's host, as far as there is room for it. */
    static List<PathReports.Finding> findings(PathReport report) {
        return report.getFindingsList().stream()
                .limit(MAX_FINDINGS)
                .map(each -> new PathReports.Finding(
                        VisibleText.head(each.getCode(), MAX_CODE),
                        VisibleText.head(each.getText(), MAX_TEXT),
                        VisibleText.head(each.getRemedy(), MAX_TEXT)))
                .toList();
    }

    private static PathReports.Path path(PathState state) {
        try {
            GatewayId peer = new GatewayId(
                    new ClusterId(state.getPeer().getCluster()), state.getPeer().getGateway());
            long micros = Math.clamp(state.getRoundTripMicros(), 0, Integer.MAX_VALUE);
            return new PathReports.Path(
                    peer,
                    state.getUp(),
                    Duration.ofNanos(micros * 1_000),
                    ReceivedTime.of(state.getSince()),
                    state.hasTraffic() ? Optional.of(traffic(state.getTraffic())) : Optional.empty(),
                    Math.clamp(state.getMtu(), 0, MAX_MTU));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException("path report: " + e.getMessage());
        }
    }

    private static PathTraffic traffic(dev.hanse.proto.v1.PathTraffic message) {
        Map<String, Long> drops = new HashMap<>();
        message.getDropsList().forEach(drop -> drops.merge(drop.getReason(), drop.getCount(), Long::sum));
        return new PathTraffic(direction(message.getSent()), direction(message.getReceived()), drops);
    }

    private static PathTraffic.Direction direction(DirectionTraffic message) {
        return new PathTraffic.Direction(
                message.getPackets(),
                message.getOctets(),
                message.getBurstsList(),
                message.getBurstDatagrams(),
                message.getTimedFrames(),
                message.getTimedNanos(),
                message.getTimedOctets());
    }
}
