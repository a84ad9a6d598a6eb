// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Answers on their way out. Those to one socket whose queries came one after the other share messages: the kernel takes a message once and cuts it into datagrams of
 * one size, of which the last may be shorter. So a client has its answers by falling size. Used by one thread.
 */
final class AnswerBatch {

    /** Less than a datagram can have, which is what a message is until it is cut. */
    private static final int MESSAGE_OCTETS = 65_000;

    private static final int PLACE_BITS = 16;

    private final QueryBatch queries;
    private final boolean segmented;
    private final MessageHeaders headers;
    private final IoVectors vectors;
    private final byte[] octets = new byte[Sizes.ANSWER_OCTETS * Sizes.BATCH];
    private final MemorySegment copy = MemorySegment.ofArray(octets);
    private final MemorySegment memory;
    private final int[] starts = new int[Sizes.BATCH];
    private final int[] asked = new int[Sizes.BATCH];

    /** Octets and place of each answer; from {@link #run} on, to one client, by falling size. */
    private final int[] order = new int[Sizes.BATCH];

    /** The first answer of each message. */
    private final int[] firsts = new int[Sizes.BATCH + 1];

    private int answers;
    private int run;
    private int messages;
    private int used;

    /** @param segmented whether the system cuts messages into datagrams; otherwise each answer is a message */
    AnswerBatch(Arena arena, QueryBatch queries, boolean segmented) {
        this.queries = queries;
        this.segmented = segmented;
        headers = new MessageHeaders(arena, Sizes.BATCH);
        vectors = new IoVectors(arena, Sizes.BATCH);
        memory = arena.allocate(octets.length, 64);
    }

    void empty() {
        answers = 0;
        run = 0;
        messages = 0;
        used = 0;
    }

    /** Where answers are written to, the next one from {@link #position} on: one behind the other, for few pages and cache lines. */
    byte[] octets() {
        return octets;
    }

    int position() {
        return used;
    }

    /** Adds what was written at {@link #position}, {@code length} octets, as the answer to {@code query}. */
    void add(int length, int query) {
        if (answers > run && !(segmented && queries.fromOneSocket(asked[answers - 1], query))) {
            endRun();
        }
        starts[answers] = used;
        asked[answers] = query;
        insert(length);
        used += length + 7 & ~7;
        answers++;
    }

    private void insert(int length) {
        int at = answers;
        while (at > run && octets(at - 1) < length) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = length << PLACE_BITS | answers;
    }

    /** Makes messages of all that was added, and hands them to the kernel. */
    void complete() {
        endRun();
        MemorySegment.copy(copy, 0, memory, 0, used);
        write(0, 0);
    }

    private void write(int firstMessage, int firstAnswer) {
        queries.write();
        headers.write(firstMessage, messages);
        vectors.write(firstAnswer, answers);
    }

    private void endRun() {
        while (run < answers) {
            run = message(run, endOfMessage(run));
        }
    }

    private int endOfMessage(int first) {
        int size = octets(first);
        int end = first + 1;
        int total = size;
        while (end < answers && octets(end - 1) == size && total + octets(end) <= MESSAGE_OCTETS) {
            total += octets(end);
            end++;
        }
        return end;
    }

    private int message(int first, int end) {
        for (int i = first; i < end; i++) {
            vectors.set(i, memory.address() + starts[place(i)], octets(i));
        }
        if (end - first > 1) {
            queries.addressSegments(asked[place(first)], headers, messages, octets(first));
        } else {
            queries.address(asked[place(first)], headers, messages);
        }
        headers.setVectors(messages, vectors.address(first), end - first);
        firsts[messages++] = first;
        firsts[messages] = end;
        return end;
    }

    /** Messages that {@link #complete} made. */
    int messages() {
        return messages;
    }

    /** What the kernel takes, from one message on. */
    MemorySegment headersFrom(int message) {
        return headers.memory(message);
    }

    /**
     * Makes a message of each answer from {@code message} on, if that holds several: not every way out cuts messages, such as one of IPsec or with packets shorter
     * than the answers. Returns whether it did.
     */
    boolean separate(int message) {
        if (firsts[message + 1] - firsts[message] == 1) {
            return false;
        }
        messages = message;
        for (int i = firsts[message]; i < answers; i++) {
            message(i, i + 1);
        }
        write(message, firsts[message]);
        return true;
    }

    private int octets(int answer) {
        return order[answer] >>> PLACE_BITS;
    }

    private int place(int answer) {
        return order[answer] & (1 << PLACE_BITS) - 1;
    }
}
