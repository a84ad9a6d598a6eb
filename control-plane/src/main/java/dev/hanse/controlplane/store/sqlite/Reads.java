// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.controlplane.model.AllowedPrefixes;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.HeapShares;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.Quarantine;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.model.TunnelKeys;
import dev.hanse.controlplane.store.SavedExports;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.SavedViews;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.controlplane.wire.ExportItems;
import dev.hanse.controlplane.wire.Tunnels;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.proto.v1.TunnelEndpoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads state from the tables. Used by one thread at a time. */
final class Reads {

    private final Sql sql;
    private final Set<GatewayId> unreadable = new HashSet<>();
    private Quarantine quarantine = new Quarantine();
    private LoadBudget budget = new LoadBudget(HeapShares.ofProcess());

    Reads(Sql sql) {
        this.sql = sql;
    }

    SavedState all() throws SQLException {
        quarantine = new Quarantine();
        budget = new LoadBudget(HeapShares.ofProcess());
        unreadable.clear();
        return new SavedState(
                sql.query(
                        Reads::cluster,
                        "SELECT id, pod_prefixes, service_prefixes, stated_prefixes, registered_at FROM cluster"
                                + " ORDER BY id"),
                sql.query(
                        this::gateway,
                        "SELECT cluster, name, joined_at, certificate_expires_at, last_seen, software_version, tunnel,"
                                + " keyed_at, retired_key, drained FROM gateway ORDER BY cluster, name"),
                sql.query(
                        Reads::certificate,
                        "SELECT serial, identity, issued_at, expires_at, revoked_at FROM certificate"),
                sql.query(
                        Reads::token,
                        "SELECT id, secret_hash, cluster, additional_gateway, gateway, expires_at, used_at, redeemed_by,"
                                + " redeemed_key, allowed_pod_prefixes FROM token"),
                exports(),
                quarantine.all());
    }

    Map<StoreMark, String> marks() throws SQLException {
        Map<StoreMark, String> marks = new EnumMap<>(StoreMark.class);
        sql.query(
                row -> {
                    String value = row.getString("value");
                    StoreMark.of(row.getString("name")).ifPresent(mark -> marks.put(mark, value));
                    return value;
                },
                "SELECT name, value FROM mark");
        return marks;
    }

    private SavedExports exports() throws SQLException {
        List<Contribution> contributions = sql
                .query(
                        this::readable,
                        "SELECT cluster, gateway, namespace, service, slice, stamp, item, refusal_reason,"
                                + " refusal_message, refused_generation, refused_uid FROM contribution ORDER BY cluster, gateway, namespace, service, slice")
                .stream()
                .flatMap(Optional::stream)
                .toList();
        return new SavedExports(
                contributions,
                positions(),
                sql.query(Reads::firstSeen, "SELECT cluster, namespace, service, at, claimed FROM first_seen"),
                views());
    }

    private static ClusterMember cluster(ResultSet row) throws SQLException {
        return new ClusterMember(
                new ClusterId(row.getString("id")),
                prefixes(row.getString("pod_prefixes")),
                prefixes(row.getString("service_prefixes")),
                prefixes(row.getString("stated_prefixes")),
                Instant.parse(row.getString("registered_at")));
    }

    private static List<IpPrefix> prefixes(String joined) {
        return Stream.of(joined.split(" "))
                .filter(each -> !each.isEmpty())
                .map(IpPrefix::parse)
                .toList();
    }

    private GatewayMember gateway(ResultSet row) throws SQLException {
        GatewayId id = gatewayId(row, "name");
        return new GatewayMember(
                id,
                Instant.parse(row.getString("joined_at")),
                Instant.parse(row.getString("certificate_expires_at")),
                time(row.getString("last_seen")),
                row.getString("software_version"),
                tunnel(id, row.getBytes("tunnel")),
                new TunnelKeys(
                        time(row.getString("keyed_at")).orElse(Instant.parse(row.getString("joined_at"))),
                        Optional.ofNullable(row.getBytes("retired_key")).map(TunnelPublicKey::of)),
                row.getBoolean("drained"));
    }

    private static GatewayId gatewayId(ResultSet row, String column) throws SQLException {
        return new GatewayId(new ClusterId(row.getString("cluster")), row.getString(column));
    }

    private static Optional<Instant> time(@Nullable String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }

    /** What was taken before a bound existed is said again, and judged, when the gateway connects. */
    private Optional<GatewayTunnel> tunnel(GatewayId id, byte @Nullable [] bytes) throws SQLException {
        try {
            return bytes == null ? Optional.empty() : Optional.of(Tunnels.fromMessage(TunnelEndpoint.parseFrom(bytes)));
        } catch (IllegalArgumentException e) {
            quarantine.add("gateway " + id, String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("gateway.tunnel: no TunnelEndpoint", e);
        }
    }

    private static IssuedCertificate certificate(ResultSet row) throws SQLException {
        return new IssuedCertificate(
                row.getString("serial"),
                row.getString("identity"),
                Instant.parse(row.getString("issued_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                time(row.getString("revoked_at")));
    }

    private static TokenRecord token(ResultSet row) throws SQLException {
        return new TokenRecord(
                row.getString("id"),
                row.getString("secret_hash"),
                new ClusterId(row.getString("cluster")),
                purpose(row),
                new AllowedPrefixes(prefixes(row.getString("allowed_pod_prefixes"))),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                redemption(row));
    }

    private static TokenPurpose purpose(ResultSet row) throws SQLException {
        String gateway = row.getString("gateway");
        if (gateway != null) {
            return new TokenPurpose.Replacement(gateway);
        }
        return row.getInt("additional_gateway") == 1 ? new TokenPurpose.MoreGateway() : new TokenPurpose.NewCluster();
    }

    private static Optional<Redemption> redemption(ResultSet row) throws SQLException {
        String by = orEmpty(row.getString("redeemed_by"));
        String key = orEmpty(row.getString("redeemed_key"));
        return time(row.getString("used_at")).map(at -> new Redemption(at, by, key));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** What an earlier version took and this one does not is no reason not to start. */
    private Optional<Contribution> readable(ResultSet row) throws SQLException {
        try {
            Contribution kept = contribution(row);
            kept.value().ifPresent(item -> budget.take(kept.gateway(), item));
            return Optional.of(kept);
        } catch (IllegalArgumentException e) {
            GatewayId gateway = gatewayId(row, "gateway");
            quarantine.add("gateway " + gateway, String.valueOf(e.getMessage()));
            unreadable.add(gateway);
            return Optional.empty();
        }
    }

    private static Contribution contribution(ResultSet row) throws SQLException {
        String reason = row.getString("refusal_reason");
        byte[] item = row.getBytes("item");
        return new Contribution(
                gatewayId(row, "gateway"),
                new ExportKey(service(row), row.getString("slice")),
                row.getLong("stamp"),
                item == null ? Optional.empty() : Optional.of(ExportItems.fromBytes(item)),
                reason == null
                        ? Optional.empty()
                        : Optional.of(new Refusal(
                                Refusal.Reason.valueOf(reason),
                                row.getString("refusal_message"),
                                new ExportOrigin(row.getString("refused_uid"), row.getLong("refused_generation")))));
    }

    private static ServiceName service(ResultSet row) throws SQLException {
        return new ServiceName(row.getString("namespace"), row.getString("service"));
    }

    private Map<GatewayId, Position> positions() throws SQLException {
        Map<GatewayId, Position> positions = new HashMap<>();
        sql.query(
                row -> positions.put(
                        gatewayId(row, "gateway"), new Position(row.getString("epoch"), row.getLong("version"))),
                "SELECT cluster, gateway, epoch, version FROM export_position");
        unreadable.forEach(each -> positions.put(each, Position.STALE));
        return positions;
    }

    private static FirstSeen firstSeen(ResultSet row) throws SQLException {
        return new FirstSeen(
                new ClusterId(row.getString("cluster")),
                service(row),
                Instant.parse(row.getString("at")),
                time(row.getString("claimed")));
    }

    private SavedViews views() throws SQLException {
        Map<GatewayId, Long> own = new HashMap<>();
        sql.query(
                row -> own.put(gatewayId(row, "gateway"), row.getLong("changed_at")),
                "SELECT cluster, gateway, changed_at FROM gateway_view");
        List<SavedViews> found = sql.query(
                row -> new SavedViews(
                        row.getString("epoch"), row.getLong("revision"), row.getLong("shared_changed_at"), own),
                "SELECT epoch, revision, shared_changed_at FROM view");
        return found.isEmpty() ? SavedViews.NONE : found.getFirst();
    }
}
