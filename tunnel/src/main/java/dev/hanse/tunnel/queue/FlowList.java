// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

/** Flows in order. A flow is in at most one list, hence all lists share one array of links. */
final class FlowList {

    static final int NONE = -1;

    private final int[] links;
    private int head = NONE;
    private int tail = NONE;

    FlowList(int[] links) {
        this.links = links;
    }

    /** The first flow or {@link #NONE}. */
    int first() {
        return head;
    }

    /** The flow behind {@code flow} or {@link #NONE}. */
    int after(int flow) {
        return links[flow];
    }

    void append(int flow) {
        if (head == NONE) {
            head = flow;
        } else {
            links[tail] = flow;
        }
        tail = flow;
        links[flow] = NONE;
    }

    /** Takes the first flow; the list must have one. */
    int poll() {
        int flow = head;
        head = links[flow];
        return flow;
    }
}
