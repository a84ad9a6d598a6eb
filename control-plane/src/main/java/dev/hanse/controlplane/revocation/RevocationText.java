// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A revocation as the words of one line. */
final class RevocationText {

    private RevocationText() {}

    static String write(Revocation revocation) {
        return switch (revocation) {
            case Revocation.OfCertificate(var certificate) ->
                "certificate " + certificate.serial() + " " + certificate.identity() + " " + certificate.issuedAt()
                        + " " + certificate.expiresAt() + " "
                        + certificate.revokedAt().orElseThrow();
            case Revocation.OfCluster(var cluster) -> "cluster " + cluster;
            case Revocation.OfGateway(var gateway) -> "gateway " + gateway.cluster() + " " + gateway.name();
            case Revocation.OfToken(var id, var expiresAt, var usedAt) ->
                "token " + id + " " + expiresAt + " " + usedAt;
        };
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Revocation read(String text) {
        String[] words = text.split(" ", -1);
        return switch (words[0] + " " + words.length) {
            case "certificate 6" ->
                new Revocation.OfCertificate(new IssuedCertificate(
                        words[1], words[2], time(words[3]), time(words[4]), Optional.of(time(words[5]))));
            case "cluster 2" -> new Revocation.OfCluster(new ClusterId(words[1]));
            case "gateway 3" -> new Revocation.OfGateway(new GatewayId(new ClusterId(words[1]), words[2]));
            case "token 4" -> new Revocation.OfToken(words[1], time(words[2]), time(words[3]));
            default ->
                throw new IllegalArgumentException(text + " (expected: a certificate, cluster, gateway or token)");
        };
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text + " (expected: a time)", e);
        }
    }
}
