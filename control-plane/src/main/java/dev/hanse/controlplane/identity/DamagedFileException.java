// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A file can be read, and what stands in it is not what belongs there. */
final class DamagedFileException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    /** @param lack what it has not */
    DamagedFileException(Path file, String lack, Exception cause) {
        super(file + ": " + lack + "; restore it from a backup", cause);
    }
}
