// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.kubernetes;

import dev.hanse.discovery.kubernetes.ObjectName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAMESPACE/NAME}; it becomes part of a path. */
public final class ObjectNameText implements ITypeConverter<ObjectName> {

    @Override
    public ObjectName convert(String text) {
        if (!text.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
            throw new TypeConversionException(
                    "\"" + text + "\" is no name of an object (expected: as kube-system/coredns)");
        }
        int slash = text.indexOf('/');
        return new ObjectName(text.substring(0, slash), text.substring(slash + 1));
    }
}
