// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hanse.net.linux.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The way into libcrypto, and which version it is. Apart from {@link OpenSslLibrary}, whose handles take a tenth of a start to make, since
 * versions that are not wanted are told by this alone. The class fails to initialise where the library is missing, see
 * {@link OpenSslEngine#find}.
 */
final class OpenSslSymbols {

    static final String NAME = "libcrypto.so.3";

    private static final NativeLibrary LIBRARY = NativeLibrary.open(NAME);

    private OpenSslSymbols() {}

    static OpenSslVersion version() {
        return new OpenSslVersion(
                number("OPENSSL_version_major"), number("OPENSSL_version_minor"), number("OPENSSL_version_patch"));
    }

    private static int number(String function) {
        try {
            return (int) ordinary(function, JAVA_INT).invokeExact();
        } catch (Throwable e) {
            throw failed(function, e);
        }
    }

    static IllegalStateException failed(String function, Throwable cause) {
        return cause instanceof IllegalStateException known
                ? known
                : new IllegalStateException(NAME + ": " + function + " failed", cause);
    }

    static MethodHandle ordinary(String name, @Nullable MemoryLayout result, MemoryLayout... parameters) {
        FunctionDescriptor shape =
                result == null ? FunctionDescriptor.ofVoid(parameters) : FunctionDescriptor.of(result, parameters);
        return LIBRARY.function(name, shape);
    }

    static MethodHandle critical(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LIBRARY.function(name, FunctionDescriptor.of(result, parameters), Linker.Option.critical(true));
    }
}
