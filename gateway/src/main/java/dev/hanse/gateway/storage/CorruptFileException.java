// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import java.io.IOException;

/** A file is not what was written: its content must not be used; it can be set aside and written again. */
public final class CorruptFileException extends IOException {

    private static final long serialVersionUID = 1;

    CorruptFileException(String message) {
        super(message);
    }
}
