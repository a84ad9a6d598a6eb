// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/** The names under which a server is reached, as they stand in its certificate. */
final class ServerNames {

    private ServerNames() {}

    /** The hosts given, and this machine's own names for itself. */
    static List<GeneralName> of(List<String> hosts) {
        Set<String> all = new LinkedHashSet<>(hosts);
        all.addAll(List.of("localhost", "127.0.0.1", "::1"));
        List<GeneralName> names = new ArrayList<>();
        for (String host : all) {
            names.add(new GeneralName(IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        return names;
    }
}
