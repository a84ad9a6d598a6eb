// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The file of a {@link StaticKey} holds something else. It is as it was found. */
public final class MalformedKeyException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedKeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
