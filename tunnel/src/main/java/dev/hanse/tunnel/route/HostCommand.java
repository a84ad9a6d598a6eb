// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import java.io.IOException;
import java.util.List;

/** The {@code ip} command, or a stand-in for it. */
@FunctionalInterface
public interface HostCommand {

    /**
     * Runs it to its end.
     *
     * @return what it printed
     * @throws IOException if it failed, with what it printed
     */
    String run(List<String> arguments) throws IOException;
}
