// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import java.io.IOException;

/** A system call failed outside the packet path. */
public final class LinuxException extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * With the call as it would be written, and why it failed.
     *
     * @param errno positive error number
     */
    public LinuxException(String call, int errno) {
        super(call + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /** Error number, see {@link Errno}. */
    public int errno() {
        return errno;
    }
}
