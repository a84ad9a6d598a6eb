// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreMark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Binds a store to the authority beside it: one that was written under another root is of another cluster set. */
final class StoreBinding {

    private final FederationStore store;

    StoreBinding(FederationStore store) {
        this.store = store;
    }

    /** Whether the store was never used. */
    boolean isBlank(SavedState saved) {
        return saved.equals(SavedState.EMPTY)
                && store.marks().isEmpty()
                && store.audit(1).isEmpty();
    }

    /**
     * Marks the store with the root's key, or compares it with the mark.
     *
     * @return all marks of the store
     * @throws IOException if it has the mark of another
     */
    Map<StoreMark, String> bind(CertificateAuthority authority, Path directory) throws IOException {
        String pin = HexFormat.of().formatHex(authority.pin());
        Map<StoreMark, String> marks = store.marks();
        String found = marks.getOrDefault(StoreMark.ROOT_PIN, "");
        if (found.isEmpty()) {
            store.commit(List.of(new StateChange.PutMark(StoreMark.ROOT_PIN, pin)));
        } else if (!found.equals(pin)) {
            throw new IOException(directory.resolve("federation.db") + ": was written under the root key " + found
                    + ", but " + directory.resolve("ca-root.pem") + " is " + pin
                    + " (expected: both from one backup; bring back the one that is wrong)");
        }
        return marks;
    }
}
