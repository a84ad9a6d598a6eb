// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

import dev.hanse.net.linux.LinuxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes an answer of the kernel apart. Stateless. */
final class FlowMessages {

    /** {@code nlmsghdr}. */
    static final int HEADER = 16;

    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;

    private FlowMessages() {}

    /** Hears of each flow. */
    interface Listener {
        void onFlow(FlowMessage flow) throws LinuxException;
    }

    /**
     * Reads one part of an answer.
     *
     * @return whether it was the last one
     * @throws LinuxException what the kernel refuses, or the listener throws
     */
    static boolean read(ByteBuffer answer, Listener listener) throws LinuxException {
        int at = answer.position();
        while (at + HEADER <= answer.limit()) {
            int length = answer.getInt(at);
            if (length < HEADER || length > answer.limit() - at) {
                return true;
            }
            ByteBuffer content = answer.slice(at + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
            switch (answer.getShort(at + 4)) {
                case NLMSG_DONE -> {
                    return true;
                }
                case NLMSG_ERROR -> {
                    requireNone(content);
                    return true;
                }
                default -> heard(content, listener);
            }
            at += Attributes.aligned(length);
        }
        // The kernel ends an answer with a word of its own.
        return answer.limit() == answer.position();
    }

    private static void requireNone(ByteBuffer error) throws LinuxException {
        int number = error.remaining() < Integer.BYTES ? 0 : error.getInt(0);
        if (number != 0) {
            throw new LinuxException("conntrack", -number);
        }
    }

    private static void heard(ByteBuffer content, Listener listener) throws LinuxException {
        FlowMessage flow = FlowMessage.of(content).orElse(null);
        if (flow != null) {
            listener.onFlow(flow);
        }
    }
}
