// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.status;

/** Whether the control plane can do its work. */
@FunctionalInterface
public interface Readiness {

    /** What is wrong, for a person; empty: nothing. Any thread. */
    String problem();
}
