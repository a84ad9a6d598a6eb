// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import java.time.Duration;

/**
 * What a control plane bears of its clients before it knows them.
 *
 * @param connections how many, and of whom
 * @param request how long a request may take to arrive
 * @param idle how long a connection without a call lasts
 */
public record ServerLimits(ConnectionLimits connections, Duration request, Duration idle) {

    private static final Duration REQUEST = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** For the file descriptors of this process. */
    public static ServerLimits ofThisProcess() {
        return new ServerLimits(ConnectionLimits.ofThisProcess(), REQUEST, IDLE);
    }

    /** With other limits of connections. */
    public ServerLimits with(ConnectionLimits others) {
        return new ServerLimits(others, request, idle);
    }
}
