// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.SessionAffinity;

/** Which endpoint a client is sent to on later connections. */
final class SessionAffinities {

    private SessionAffinities() {}

    static dev.hanse.proto.v1.SessionAffinity toMessage(SessionAffinity affinity) {
        return switch (affinity) {
            case NONE -> dev.hanse.proto.v1.SessionAffinity.SESSION_AFFINITY_NONE;
            case CLIENT_IP -> dev.hanse.proto.v1.SessionAffinity.SESSION_AFFINITY_CLIENT_IP;
        };
    }

    /** Not stated is none. */
    static SessionAffinity fromMessage(dev.hanse.proto.v1.SessionAffinity message, ReadingRules rules) {
        return switch (message) {
            case SESSION_AFFINITY_UNSPECIFIED, SESSION_AFFINITY_NONE -> SessionAffinity.NONE;
            case SESSION_AFFINITY_CLIENT_IP -> SessionAffinity.CLIENT_IP;
            case UNRECOGNIZED -> throw rules.unknownAffinity(message);
        };
    }
}
