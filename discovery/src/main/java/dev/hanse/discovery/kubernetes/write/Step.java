// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

/** One request. */
sealed interface Step {

    /** What it is about. */
    ObjectKey key();

    /**
     * Makes an object.
     *
     * @param owner uid of the import that it belongs to; empty: it is the import
     */
    record Create(Written content, String owner) implements Step {
        @Override
        public ObjectKey key() {
            return content.key();
        }
    }

    /** Writes an object over the one that was seen. */
    record Change(Written content, Seen<?> seen, String owner) implements Step {
        @Override
        public ObjectKey key() {
            return content.key();
        }
    }

    /** Writes the status of an import. */
    record ChangeStatus(WrittenImport content, Seen<?> seen) implements Step {
        @Override
        public ObjectKey key() {
            return content.key();
        }
    }

    /** Deletes the very object that was seen. */
    record Delete(Seen<?> seen) implements Step {
        @Override
        public ObjectKey key() {
            return seen.content().key();
        }
    }
}
