// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

/** Numbers that say in the kernel's tables which program of ours made a route or a rule; free in iproute2's rt_protos. */
public final class RouteMaker {

    /** A gateway. */
    public static final int GATEWAY = 104;

    /** {@code hanse node}. */
    public static final int NODE = 105;

    private RouteMaker() {}
}
