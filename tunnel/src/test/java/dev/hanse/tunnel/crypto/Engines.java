// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.util.stream.Stream;

/** The engines of the machine that runs the tests: the JDK's, and OpenSSL's of whatever version if there is one. */
final class Engines {

    private Engines() {}

    static Stream<CipherEngine> present() {
        return Stream.concat(Stream.of(new JdkEngine()), OpenSslEngine.find().stream());
    }
}
