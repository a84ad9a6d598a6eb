// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

/** Whoever sends views to gateways. Thread-safe. */
@FunctionalInterface
public interface ViewReaders {

    /** Views have changed: readers look for what they have to send. */
    void wakeAll();
}
