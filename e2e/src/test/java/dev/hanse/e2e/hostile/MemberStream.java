// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import com.google.protobuf.util.Timestamps;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.FederationGrpc;
import dev.hanse.proto.v1.Heartbeat;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.Welcome;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** One exchange stream of a client that follows the contract unless it is told otherwise. Thread-safe. */
final class MemberStream implements StreamObserver<ExchangeResponse> {

    private static final long PATIENCE_SECONDS = 30;

    private final String epoch = UUID.randomUUID().toString();
    private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final Deque<CompletableFuture<DeltaAck>> unanswered = new ArrayDeque<>();
    private final Seen seen;
    private final StreamObserver<ExchangeRequest> out;
    private volatile Position view = Position.getDefaultInstance();
    private long version;

    /** Opens it, and says nothing yet. */
    MemberStream(Channel channel, Seen seen) {
        this.seen = seen;
        this.out = FederationGrpc.newStub(channel).exchange(this);
    }

    /** Says Hello, and waits for the Welcome. */
    Welcome greet(Hello hello) {
        say(ExchangeRequest.newBuilder().setHello(hello));
        return await(welcome);
    }

    /** Sends anything; nothing where the stream has ended. */
    synchronized void say(ExchangeRequest.Builder message) {
        if (!end.isDone()) {
            out.onNext(message.build());
        }
    }

    /** Sends a change, as the next one or, behind one with {@code more_follows}, as a part of the same. */
    synchronized CompletableFuture<DeltaAck> export(ExportDelta.Builder delta, boolean goesOn) {
        version += goesOn ? 0 : 1;
        delta.setPosition(Position.newBuilder().setEpoch(epoch).setVersion(version));
        CompletableFuture<DeltaAck> answer = new CompletableFuture<>();
        if (end.isDone()) {
            answer.completeExceptionally(end.join());
        } else {
            unanswered.add(answer);
            out.onNext(ExchangeRequest.newBuilder().setExportDelta(delta).build());
        }
        return answer;
    }

    /** Sends a change and waits for the answer. */
    DeltaAck exported(ExportDelta.Builder delta) {
        return await(export(delta, false));
    }

    /** Where the view that was received last stands. */
    Position view() {
        return view;
    }

    /** Whether no change was sent yet, so that a snapshot is due. */
    synchronized boolean isNew() {
        return version == 0;
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Waits for the end that the other side gives it. */
    Throwable awaitEnd() {
        return await(end);
    }

    /** Waits; what ended the stream is thrown as it came. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** Leaves in order. */
    synchronized void leave() {
        if (!end.isDone()) {
            out.onCompleted();
        }
    }

    @Override
    public void onNext(ExchangeResponse message) {
        switch (message.getMessageCase()) {
            case WELCOME -> welcome.complete(message.getWelcome());
            case EXPORT_ACK -> answered(message.getExportAck());
            case VIEW_DELTA -> take(message);
            case HEARTBEAT ->
                say(ExchangeRequest.newBuilder()
                        .setHeartbeat(
                                Heartbeat.newBuilder().setSentAt(Timestamps.fromMillis(System.currentTimeMillis()))));
            case TUNNEL_KEY_RETIREMENT, TUNNEL_ENDPOINT_ACK, MESSAGE_NOT_SET -> {}
        }
    }

    private synchronized void answered(DeltaAck ack) {
        CompletableFuture<DeltaAck> oldest = unanswered.poll();
        if (oldest != null) {
            oldest.complete(ack);
        }
    }

    /** Acknowledges; an exporter is told here that it has lost a conflict. */
    private void take(ExchangeResponse message) {
        view = message.getViewDelta().getPosition();
        message.getViewDelta().getUpsertsList().stream()
                .flatMap(item -> item.getExportStatus().getConditionsList().stream())
                .filter(condition -> condition.getType().equals("Conflict")
                        && condition.getStatus().equals("True"))
                .forEach(_ -> seen.note("CONFLICT"));
        say(ExchangeRequest.newBuilder().setViewAck(DeltaAck.newBuilder().setPosition(view)));
    }

    @Override
    public void onError(Throwable failure) {
        ended(failure);
    }

    @Override
    public void onCompleted() {
        ended(Status.OK.asRuntimeException());
    }

    private synchronized void ended(Throwable how) {
        end.complete(how);
        welcome.completeExceptionally(how);
        unanswered.forEach(each -> each.completeExceptionally(how));
        unanswered.clear();
    }
}
