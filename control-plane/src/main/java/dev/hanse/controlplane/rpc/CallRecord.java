// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.Context;

/**
 * What one call is about, for the record of its refusal: who makes it is known first, of what it speaks only once it was
 * read. Thread-safe.
 */
public final class CallRecord {

    private static final Context.Key<CallRecord> KEY = Context.key("hanse-call-record");
    private static final String ANY_CALL = "call";

    private volatile String actor;
    private volatile String action = ANY_CALL;
    private volatile String subject;

    /** Of a caller at this address whose certificate is not read yet. */
    CallRecord(String address, String method) {
        this.actor = SourceNetwork.of(address);
        this.subject = method;
    }

    /** Of the call that runs on this thread. */
    public static CallRecord current() {
        CallRecord record = KEY.get();
        if (record == null) {
            throw new IllegalStateException("no call runs on this thread");
        }
        return record;
    }

    Context attachTo(Context context) {
        return context.withValue(KEY, this);
    }

    void by(Caller caller) {
        actor = caller.source();
    }

    /**
     * Names the call as the audit log does.
     *
     * @param what it does, for example {@code cluster.remove}
     * @param of the cluster or gateway
     */
    public void concerns(String what, String of) {
        action = what;
        subject = of;
    }

    /** Whether the call is one that changes something. */
    boolean isNamed() {
        return !action.equals(ANY_CALL);
    }

    String actor() {
        return actor;
    }

    String action() {
        return action;
    }

    String subject() {
        return subject;
    }
}
