// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

/** Error numbers that somebody decides on, and names for messages. */
public final class Errno {

    /** Operation not permitted. */
    public static final int EPERM = 1;

    /** No such file, device or process. */
    public static final int ENOENT = 2;

    /** No such process, or route. */
    public static final int ESRCH = 3;

    /** Interrupted by a signal. */
    public static final int EINTR = 4;

    /** Nothing there, or no room, at the moment. */
    public static final int EAGAIN = 11;

    /** Permission denied. */
    public static final int EACCES = 13;

    /** In use by somebody else. */
    public static final int EBUSY = 16;

    /** It is there. */
    public static final int EEXIST = 17;

    /** No such device. */
    public static final int ENODEV = 19;

    /** Invalid argument. */
    public static final int EINVAL = 22;

    /** Message too long for the path. */
    public static final int EMSGSIZE = 90;

    /** Option not known to this kernel. */
    public static final int ENOPROTOOPT = 92;

    /** Address in use. */
    public static final int EADDRINUSE = 98;

    /** Address not on this host. */
    public static final int EADDRNOTAVAIL = 99;

    /** Network not reachable. */
    public static final int ENETUNREACH = 101;

    /** No room for what came. */
    public static final int ENOBUFS = 105;

    private Errno() {}

    /** Symbol and meaning of the numbers above, otherwise the number. */
    public static String describe(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM, operation not permitted";
            case ENOENT -> "ENOENT, no such file or device";
            case ESRCH -> "ESRCH, no such process or route";
            case EINTR -> "EINTR, interrupted";
            case EAGAIN -> "EAGAIN, try again";
            case EACCES -> "EACCES, permission denied";
            case EBUSY -> "EBUSY, in use";
            case EEXIST -> "EEXIST, it is there";
            case ENODEV -> "ENODEV, no such device";
            case EINVAL -> "EINVAL, invalid argument";
            case EMSGSIZE -> "EMSGSIZE, message too long";
            case ENOPROTOOPT -> "ENOPROTOOPT, option not known to this kernel";
            case EADDRINUSE -> "EADDRINUSE, address in use";
            case EADDRNOTAVAIL -> "EADDRNOTAVAIL, address not on this host";
            case ENETUNREACH -> "ENETUNREACH, network not reachable";
            case ENOBUFS -> "ENOBUFS, no room";
            default -> "errno " + errno;
        };
    }
}
