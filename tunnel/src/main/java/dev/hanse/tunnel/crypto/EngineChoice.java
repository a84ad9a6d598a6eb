// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

/** Which cipher engine to use. */
public enum EngineChoice {
    /** The fastest of those that are present and pass the self-test; OpenSSL only from 3.5 on. */
    AUTO,
    /** The JDK's own ciphers. */
    JDK,
    /** The system's libcrypto, whatever its version; starting fails without it. */
    OPENSSL
}
