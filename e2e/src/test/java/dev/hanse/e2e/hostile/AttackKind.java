// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The attacks, each with the cluster that it is made by and with the refusals that have to reach it. */
enum AttackKind {
    LARGE_ITEMS(Set.of("QUOTA_EXCEEDED"), Set.of("QUOTA_EXCEEDED")),
    MISSING_REMOVALS(Set.of("QUOTA_EXCEEDED"), Set.of("QUOTA_EXCEEDED")),
    FORBIDDEN_PREFIXES(
            Set.of("FIELD_INVALID", "PREFIX_OVERLAP", "RATE_LIMITED"),
            Set.of("FIELD_INVALID", "PREFIX_OVERLAP", "RATE_LIMITED")),
    FORBIDDEN_ENDPOINTS(Set.of("FORBIDDEN_ADDRESS", "FOREIGN_PREFIX"), Set.of("FORBIDDEN_ADDRESS", "FOREIGN_PREFIX")),
    BAD_HELLOS(Set.of("PROTOCOL_VIOLATION", "PREFIX_OVERLAP"), Set.of("PROTOCOL_VIOLATION", "PREFIX_OVERLAP")),
    BACKDATING(Set.of("CONFLICT"), Set.of()),
    RENEWAL_FLOOD(Set.of("RENEWED", "RATE_LIMITED"), Set.of("RATE_LIMITED")),
    UNPROVEN_CONNECTIONS(Set.of("CONNECTED", "QUOTA_EXCEEDED"), Set.of("QUOTA_EXCEEDED")),
    REFUSED_CALLS(Set.of("IDENTITY_MISMATCH", "IDENTITY_REQUIRED"), Set.of("IDENTITY_MISMATCH", "IDENTITY_REQUIRED")),
    NONSENSE(Set.of("PROTOCOL_VIOLATION", "INVALID"), Set.of("PROTOCOL_VIOLATION", "INVALID")),
    LARGE_SERVICES(Set.of("TAKEN"), Set.of()),
    LARGE_LISTING(Set.of("TAKEN"), Set.of());

    private final Set<String> answers;
    private final Set<String> audited;

    AttackKind(Set<String> answers, Set<String> audited) {
        this.answers = answers;
        this.audited = audited;
    }

    /** What the attacker has to be told, each at least once. */
    Set<String> answers() {
        return answers;
    }

    /** What {@code hanse audit} has to show: all refusals; a lost conflict is none. */
    Set<String> audited() {
        return audited;
    }

    /** Whether items of its exports are refused, which a metric counts. */
    boolean hasItemsRefused() {
        return this == LARGE_ITEMS || this == FORBIDDEN_ENDPOINTS || this == NONSENSE;
    }

    /** The cluster that it speaks for. */
    String cluster() {
        return "evil-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** That cluster's own, which no other one has. */
    String podPrefix() {
        return "10." + net() + ".0.0/16";
    }

    private int net() {
        return 200 + ordinal();
    }

    /**
     * The attack.
     *
     * @param addresses of the host that it is made from
     * @param token to join with once more, which is good
     */
    Attack attack(List<String> addresses, String token) {
        return switch (this) {
            case LARGE_ITEMS -> new LargeItems();
            case MISSING_REMOVALS -> new MissingRemovals();
            case FORBIDDEN_PREFIXES -> new ForbiddenPrefixes(token);
            case FORBIDDEN_ENDPOINTS -> new ForbiddenEndpoints();
            case BAD_HELLOS -> new BadHellos();
            case BACKDATING -> new Backdating("10." + net() + ".0.1");
            case RENEWAL_FLOOD -> new RenewalFlood();
            case UNPROVEN_CONNECTIONS -> new UnprovenConnections(addresses);
            case REFUSED_CALLS -> new RefusedCalls(addresses);
            case NONSENSE -> new Nonsense();
            case LARGE_SERVICES -> new LargeServices(net());
            case LARGE_LISTING -> new LargeListing();
        };
    }
}
