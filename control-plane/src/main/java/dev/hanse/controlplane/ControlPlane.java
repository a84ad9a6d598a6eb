// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A running control plane. Thread-safe. */
public final class ControlPlane implements AutoCloseable {

    private final InetSocketAddress address;
    private final InetSocketAddress statusAddress;

    ControlPlane(InetSocketAddress address, InetSocketAddress statusAddress) {
        this.address = address;
        this.statusAddress = statusAddress;
    }

    /**
     * Starts a control plane and returns when it serves.
     *
     * @throws IOException if a port is in use, or the data directory cannot be used or belongs to another process; the message says what to do
     */
    public static ControlPlane start(ControlPlaneConfig config) throws IOException {
        throw new IOException("cluster set " + config.clusterSet() + ": the control plane does not serve yet");
    }

    /** Where gRPC is served, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where health and metrics are served, with the real port. */
    public InetSocketAddress statusAddress() {
        return statusAddress;
    }

    /** Ends all streams with SHUTTING_DOWN and stops; returns within two seconds. Idempotent. */
    @Override
    public void close() {}
}
