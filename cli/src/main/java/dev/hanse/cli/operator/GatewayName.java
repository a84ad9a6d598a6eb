// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A gateway as an operator names it: {@code CLUSTER/NAME}.
 *
 * @param cluster id of its cluster
 * @param name its name there
 */
record GatewayName(String cluster, String name) {

    static final String LABEL = "CLUSTER/NAME";

    /** Before the command line was read. */
    static final GatewayName NONE = new GatewayName("", "");

    /** As {@code east/gw-1}. */
    @Override
    public String toString() {
        return cluster + "/" + name;
    }

    /** Reads it. */
    static final class Converter implements ITypeConverter<GatewayName> {
        @Override
        public GatewayName convert(String text) {
            int slash = text.indexOf('/');
            if (slash < 1 || slash == text.length() - 1) {
                throw new TypeConversionException("gateway: \"" + text + "\" (expected: " + LABEL + ", as east/gw-1)");
            }
            return new GatewayName(text.substring(0, slash), text.substring(slash + 1));
        }
    }
}
