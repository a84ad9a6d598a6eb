// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

/** Takes what became of ServiceExports, to be written where their owners read it. Called under a lock, by several threads, one at a time: must not block. */
public interface ExportStatusSink {

    /** Nobody reads it. */
    ExportStatusSink NONE = new ExportStatusSink() {
        @Override
        public void changed(ExportStatus status) {}

        @Override
        public void gone(ObjectName export) {}
    };

    /** Of this export something else is true than before; what was said before of it no longer counts. */
    void changed(ExportStatus status);

    /** The export is gone, or is being deleted: nothing is to be said of it any more. */
    void gone(ObjectName export);
}
