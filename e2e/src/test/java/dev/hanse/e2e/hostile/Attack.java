// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** One way to do harm. */
@FunctionalInterface
interface Attack {

    /** Does it for so long, through a member of its own. */
    void run(HostileMember member, Duration duration)
            throws IOException, GeneralSecurityException, InterruptedException;
}
