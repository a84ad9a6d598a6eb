// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.testing.MemoryFederationStore;

/** Protects the fake from being kinder than the real store. */
class MemoryFederationStoreTest extends FederationStoreContract {

    private final MemoryFederationStore store = new MemoryFederationStore();

    @Override
    FederationStore open() {
        return store;
    }
}
