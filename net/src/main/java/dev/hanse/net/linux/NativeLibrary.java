// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * A library of the system and the functions in it, for as long as the process lives. Whoever calls one keeps its handle in a field that is
 * {@code static final}, or the compiler would not inline it.
 */
public final class NativeLibrary {

    /** The C library, which has the system calls. */
    public static final NativeLibrary C =
            new NativeLibrary(Linker.nativeLinker().defaultLookup());

    private final SymbolLookup symbols;

    private NativeLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /**
     * A library that the system's loader finds under a name, as {@code libcrypto.so.3}.
     *
     * @throws IllegalArgumentException if it finds none
     */
    public static NativeLibrary open(String name) {
        return new NativeLibrary(SymbolLookup.libraryLookup(name, Arena.global()));
    }

    /**
     * The way to a function.
     *
     * @param shape what it takes and returns; Java makes code for every other shape, some ten milliseconds of a start each
     * @throws java.util.NoSuchElementException if the library has no such function
     */
    public MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), shape, options);
    }
}
