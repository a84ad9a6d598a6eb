// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

/**
 * Whose turn it is: deficit round robin in which flows that begin to send go first (RFC 8290 section 4.2). A flow is active from its first
 * packet until its turn comes and it has none.
 */
final class RoundRobin {

    private final int quantum;
    private final boolean[] active;
    private final int[] deficits;
    private final FlowList fresh;
    private final FlowList old;

    RoundRobin(int flows, int quantum) {
        this.quantum = quantum;
        active = new boolean[flows];
        deficits = new int[flows];
        int[] links = new int[flows];
        fresh = new FlowList(links);
        old = new FlowList(links);
    }

    /** Notes that a flow has a packet. */
    void activate(int flow) {
        if (!active[flow]) {
            active[flow] = true;
            deficits[flow] = quantum;
            fresh.append(flow);
        }
    }

    /** The flow that may send, which may have nothing to send; or {@link FlowList#NONE}. */
    int current() {
        int flow = turns().first();
        while (flow != FlowList.NONE && deficits[flow] <= 0) {
            deficits[flow] += quantum;
            old.append(turns().poll());
            flow = turns().first();
        }
        return flow;
    }

    /** The current flow sends so many octets. */
    void charge(int octets) {
        deficits[turns().first()] -= octets;
    }

    /** The current flow has nothing to send. A new one then waits for a round among the old ones, or it could starve them by being new each time. */
    void pass() {
        if (fresh.first() == FlowList.NONE) {
            active[old.poll()] = false;
        } else {
            old.append(fresh.poll());
        }
    }

    /** The active flow with the largest weight; among equals rather an old one. */
    int heaviest(int[] weights) {
        int flow = heaviest(old, weights, FlowList.NONE);
        return heaviest(fresh, weights, flow);
    }

    private static int heaviest(FlowList flows, int[] weights, int known) {
        int best = known;
        for (int flow = flows.first(); flow != FlowList.NONE; flow = flows.after(flow)) {
            if (best == FlowList.NONE || weights[flow] > weights[best]) {
                best = flow;
            }
        }
        return best;
    }

    private FlowList turns() {
        return fresh.first() == FlowList.NONE ? old : fresh;
    }
}
