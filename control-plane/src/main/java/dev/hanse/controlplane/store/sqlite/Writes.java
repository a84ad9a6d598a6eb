// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.store.SavedExports;
import dev.hanse.controlplane.store.SavedViews;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.wire.ExportItems;
import dev.hanse.controlplane.wire.Tunnels;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes changes of state into the tables. Used by one thread at a time. */
final class Writes {

    private final Sql sql;
    private final AuditTables audit;

    Writes(Sql sql, AuditTables audit) {
        this.sql = sql;
        this.audit = audit;
    }

    void apply(StateChange change) throws SQLException {
        switch (change) {
            case StateChange.PutCluster(var cluster) -> put(cluster);
            case StateChange.RemoveCluster(var cluster) -> remove(cluster);
            case StateChange.RemoveGateway(var gateway) -> remove(gateway);
            case StateChange.PutGateway(var gateway) -> put(gateway);
            case StateChange.PutCertificate(var certificate) -> put(certificate);
            case StateChange.PutToken(var token) -> put(token);
            case StateChange.ForgetEnded(var before) -> forgetEnded(before);
            case StateChange.PutContribution(var contribution) -> put(contribution);
            case StateChange.RemoveContribution(var gateway, var key) ->
                sql.execute(
                        "DELETE FROM contribution WHERE cluster = ? AND gateway = ? AND namespace = ? AND service = ?"
                                + " AND slice = ?",
                        gateway.cluster().value(),
                        gateway.name(),
                        key.service().namespace(),
                        key.service().name(),
                        key.slice());
            case StateChange.PutExportPosition(var gateway, var position) -> put(gateway, position);
            case StateChange.PutFirstSeen(var seen) -> put(seen);
            case StateChange.RemoveFirstSeen(var cluster, var service) -> removeFirstSeen(cluster, service);
            case StateChange.EndViews() -> endViews();
            case StateChange.PutViews(var views) -> put(views);
            case StateChange.ReplaceExports(var exports) -> replace(exports);
            case StateChange.PutMark(var mark, var value) ->
                sql.execute("INSERT OR REPLACE INTO mark (name, value) VALUES (?, ?)", mark.text(), value);
            case StateChange.Audit(var entry) -> audit.put(entry);
            case StateChange.CountRefusals(var refusals) -> audit.count(refusals);
        }
    }

    private void put(ClusterMember cluster) throws SQLException {
        sql.execute(
                "INSERT OR REPLACE INTO cluster (id, pod_prefixes, service_prefixes, stated_prefixes,"
                        + " registered_at) VALUES (?, ?, ?, ?, ?)",
                cluster.id().value(),
                join(cluster.podPrefixes()),
                join(cluster.servicePrefixes()),
                join(cluster.statedPrefixes()),
                cluster.registeredAt().toString());
    }

    private static String join(List<IpPrefix> prefixes) {
        return prefixes.stream().map(IpPrefix::toString).collect(Collectors.joining(" "));
    }

    private void remove(ClusterId cluster) throws SQLException {
        sql.execute("DELETE FROM cluster WHERE id = ?", cluster.value());
        for (String table :
                List.of("gateway", "token", "contribution", "export_position", "first_seen", "gateway_view")) {
            sql.execute("DELETE FROM " + table + " WHERE cluster = ?", cluster.value());
        }
        endViews();
    }

    private void remove(GatewayId gateway) throws SQLException {
        String cluster = gateway.cluster().value();
        sql.execute("DELETE FROM gateway WHERE cluster = ? AND name = ?", cluster, gateway.name());
        for (String table : List.of("contribution", "export_position", "gateway_view")) {
            sql.execute("DELETE FROM " + table + " WHERE cluster = ? AND gateway = ?", cluster, gateway.name());
        }
        sql.execute(
                "DELETE FROM token WHERE cluster = ? AND (gateway = ? OR redeemed_by = ?)",
                cluster,
                gateway.name(),
                gateway.name());
        endViews();
    }

    private void endViews() throws SQLException {
        sql.execute("UPDATE view SET epoch = ''");
    }

    private void put(GatewayMember gateway) throws SQLException {
        sql.execute(
                "INSERT OR REPLACE INTO gateway (cluster, name, joined_at, certificate_expires_at, last_seen,"
                        + " software_version, tunnel, keyed_at, retired_key, drained) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                gateway.id().cluster().value(),
                gateway.id().name(),
                gateway.joinedAt().toString(),
                gateway.certificateExpiresAt().toString(),
                gateway.lastSeen().map(Instant::toString).orElse(null),
                gateway.softwareVersion(),
                gateway.tunnel()
                        .map(tunnel -> Tunnels.toMessage(tunnel).toByteArray())
                        .orElse(null),
                gateway.keys().pairsSince().toString(),
                gateway.keys().retired().map(TunnelPublicKey::octets).orElse(null),
                gateway.drained());
    }

    private void put(IssuedCertificate certificate) throws SQLException {
        sql.execute(
                "INSERT OR REPLACE INTO certificate (serial, identity, issued_at, expires_at, revoked_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                certificate.serial(),
                certificate.identity(),
                certificate.issuedAt().toString(),
                certificate.expiresAt().toEpochMilli(),
                certificate.revokedAt().map(Instant::toString).orElse(null));
    }

    private void put(TokenRecord token) throws SQLException {
        sql.execute(
                "INSERT OR REPLACE INTO token (id, secret_hash, cluster, additional_gateway, gateway, expires_at, used_at,"
                        + " redeemed_by, redeemed_key, allowed_pod_prefixes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                token.secretHash(),
                token.cluster().value(),
                token.purpose() instanceof TokenPurpose.NewCluster ? 0 : 1,
                token.purpose() instanceof TokenPurpose.Replacement(var gateway) ? gateway : null,
                token.expiresAt().toEpochMilli(),
                token.redemption().map(each -> each.at().toString()).orElse(null),
                token.redemption().map(Redemption::gateway).orElse(null),
                token.redemption().map(Redemption::keyHash).orElse(null),
                join(token.allowed().prefixes()));
    }

    private void forgetEnded(Instant before) throws SQLException {
        sql.execute(
                "DELETE FROM certificate WHERE expires_at < ? AND serial NOT IN (SELECT serial FROM"
                        + " (SELECT serial, MAX(expires_at) FROM certificate WHERE revoked_at IS NULL GROUP BY identity))",
                before.toEpochMilli());
        sql.execute("DELETE FROM token WHERE expires_at < ?", before.toEpochMilli());
    }

    private void put(Contribution contribution) throws SQLException {
        ExportOrigin refused = contribution.refusal().map(Refusal::origin).orElse(ExportOrigin.UNKNOWN);
        sql.execute(
                "INSERT OR REPLACE INTO contribution (cluster, gateway, namespace, service, slice, stamp, item,"
                        + " refusal_reason, refusal_message, refused_generation, refused_uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                contribution.gateway().cluster().value(),
                contribution.gateway().name(),
                contribution.key().service().namespace(),
                contribution.key().service().name(),
                contribution.key().slice(),
                contribution.stamp(),
                contribution.value().map(ExportItems::toBytes).orElse(null),
                contribution.refusal().map(each -> each.reason().name()).orElse(null),
                contribution.refusal().map(Refusal::message).orElse(null),
                refused.generation(),
                refused.uid());
    }

    private void put(GatewayId gateway, Position position) throws SQLException {
        sql.execute(
                "INSERT OR REPLACE INTO export_position (cluster, gateway, epoch, version) VALUES (?, ?, ?, ?)",
                gateway.cluster().value(),
                gateway.name(),
                position.epoch(),
                position.version());
    }

    private void put(FirstSeen seen) throws SQLException {
        sql.execute(
                "INSERT OR REPLACE INTO first_seen (cluster, namespace, service, at, claimed) VALUES (?, ?, ?, ?, ?)",
                seen.cluster().value(),
                seen.service().namespace(),
                seen.service().name(),
                seen.at().toString(),
                seen.claimed().map(Instant::toString).orElse(null));
    }

    private void removeFirstSeen(ClusterId cluster, ServiceName service) throws SQLException {
        sql.execute(
                "DELETE FROM first_seen WHERE cluster = ? AND namespace = ? AND service = ?",
                cluster.value(),
                service.namespace(),
                service.name());
    }

    private void put(SavedViews views) throws SQLException {
        sql.execute(
                "INSERT OR REPLACE INTO view (one, epoch, revision, shared_changed_at) VALUES (1, ?, ?, ?)",
                views.epoch(),
                views.revision(),
                views.sharedChangedAt());
        for (Map.Entry<GatewayId, Long> each : views.ownChangedAt().entrySet()) {
            sql.execute(
                    "INSERT OR REPLACE INTO gateway_view (cluster, gateway, changed_at) VALUES (?, ?, ?)",
                    each.getKey().cluster().value(),
                    each.getKey().name(),
                    each.getValue());
        }
    }

    private void replace(SavedExports exports) throws SQLException {
        for (String table : List.of("contribution", "export_position", "first_seen", "gateway_view")) {
            sql.execute("DELETE FROM " + table);
        }
        for (Contribution each : exports.contributions()) {
            put(each);
        }
        for (Map.Entry<GatewayId, Position> each : exports.positions().entrySet()) {
            put(each.getKey(), each.getValue());
        }
        for (FirstSeen each : exports.firstSeen()) {
            put(each);
        }
        put(exports.views());
    }
}
