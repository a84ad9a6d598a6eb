// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import dev.hanse.tunnel.path.WorkerPath;
import java.util.function.Consumer;

/** The way to one data worker. */
@FunctionalInterface
public interface WorkerPort {

    /** Has a command run on the worker's event loop, after all commands before it. */
    void execute(Consumer<WorkerPath> command);
}
