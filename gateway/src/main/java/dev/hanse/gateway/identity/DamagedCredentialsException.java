// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.io.IOException;
import java.io.Serial;

/** Credentials lie there, and neither they nor their copy can be used. */
final class DamagedCredentialsException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    DamagedCredentialsException(String message, Exception cause) {
        super(message, cause);
    }
}
