// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.FederationGrpc;
import dev.hanse.proto.v1.Heartbeat;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import dev.hanse.proto.v1.Welcome;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's end of the exchange, driven by a test step by step: keeps the view as a gateway would, acknowledges
 * deltas, and sends what it is told to. Used by one thread.
 */
public final class TestGateway {

    private static final int PATIENCE_SECONDS = 30;

    private final ManagedChannel channel;
    private final BlockingQueue<Object> incoming = new LinkedBlockingQueue<>();
    private final Map<String, ViewItem> view = new TreeMap<>();
    private final Map<String, ViewItem> draft = new TreeMap<>();
    private Position viewPosition = Position.getDefaultInstance();
    private Position exportPosition = Position.getDefaultInstance();
    private @Nullable ClientCallStreamObserver<ExchangeRequest> call;
    private boolean acknowledging = true;
    private boolean drafting;
    private boolean gone;

    TestGateway(ManagedChannel channel) {
        this.channel = channel;
    }

    /** Begins a stream and waits for the Welcome. */
    public Welcome connect(Hello.Builder hello) {
        open();
        call().onNext(ExchangeRequest.newBuilder()
                .setHello(hello.setSoftwareVersion("test")
                        .setViewPosition(viewPosition)
                        .setExportPosition(exportPosition))
                .build());
        return await(ExchangeResponse::hasWelcome).getWelcome();
    }

    /** Begins a stream without a tunnel endpoint. */
    public Welcome connect() {
        return connect(Hello.newBuilder());
    }

    /** Begins a stream and says nothing. */
    public void open() {
        incoming.clear();
        drafting = false;
        gone = false;
        FederationGrpc.newStub(channel).exchange(new ClientResponseObserver<ExchangeRequest, ExchangeResponse>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<ExchangeRequest> stream) {
                call = stream;
            }

            @Override
            public void onNext(ExchangeResponse message) {
                incoming.add(message);
            }

            @Override
            public void onError(Throwable cause) {
                incoming.add(Status.fromThrowable(cause).asRuntimeException(Status.trailersFromThrowable(cause)));
            }

            @Override
            public void onCompleted() {
                incoming.add(Status.OK.asRuntimeException());
            }
        });
    }

    /** Sends a message as it is. */
    public void send(ExchangeRequest message) {
        call().onNext(message);
    }

    /** Shows that the gateway is alive. */
    public void heartbeat() {
        send(ExchangeRequest.newBuilder()
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build());
    }

    /** From now on view deltas are applied but not acknowledged. */
    public void stopAcknowledging() {
        acknowledging = false;
    }

    /** From now on view deltas are acknowledged again. */
    public void startAcknowledging() {
        acknowledging = true;
    }

    /** Sends everything that the cluster exports; returns the answer. */
    public DeltaAck exportSnapshot(ExportItem... items) {
        return export(ExportDelta.newBuilder().setSnapshotBegin(true).addAllUpserts(List.of(items)));
    }

    /** Sends a change of what the cluster exports; returns the answer. */
    public DeltaAck exportChange(List<ExportItem> upserts, List<ItemKey> removals) {
        return export(ExportDelta.newBuilder().addAllUpserts(upserts).addAllRemovals(removals));
    }

    private DeltaAck export(ExportDelta.Builder delta) {
        exportPosition = Position.newBuilder()
                .setEpoch("test-epoch")
                .setVersion(exportPosition.getVersion() + 1)
                .build();
        send(ExchangeRequest.newBuilder()
                .setExportDelta(delta.setPosition(exportPosition))
                .build());
        return await(ExchangeResponse::hasExportAck).getExportAck();
    }

    /** Waits until the view fulfils a condition. */
    public Map<String, ViewItem> awaitView(Predicate<Map<String, ViewItem>> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.test(view)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the view did not become as expected: " + view);
            }
            next().ifPresent(message -> {
                if (message instanceof RuntimeException ended) {
                    throw new AssertionError("the stream ended", ended);
                }
            });
        }
        return Map.copyOf(view);
    }

    /** Waits for the end of the stream. */
    public io.grpc.StatusRuntimeException awaitEnd() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            Optional<Object> message = next();
            if (message.isPresent() && message.get() instanceof io.grpc.StatusRuntimeException ended) {
                return ended;
            }
        }
        throw new AssertionError("the stream did not end");
    }

    /** Waits for a message of a kind; takes what comes before it. */
    public ExchangeResponse await(Predicate<ExchangeResponse> kind) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            Optional<Object> message = next();
            if (message.isPresent() && message.get() instanceof RuntimeException ended) {
                throw new AssertionError("the stream ended", ended);
            }
            if (message.isPresent() && message.get() instanceof ExchangeResponse response && kind.test(response)) {
                return response;
            }
        }
        throw new AssertionError("the message did not come");
    }

    private Optional<Object> next() {
        try {
            Object message = incoming.poll(100, TimeUnit.MILLISECONDS);
            if (message instanceof ExchangeResponse response && response.hasViewDelta()) {
                apply(response.getViewDelta());
            }
            return Optional.ofNullable(message);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void apply(ViewDelta delta) {
        if (!drafting) {
            draft.clear();
            draft.putAll(view);
        }
        if (delta.getSnapshotBegin()) {
            draft.clear();
        }
        delta.getRemovalsList().forEach(key -> draft.remove(name(key)));
        delta.getUpsertsList().forEach(item -> draft.put(name(item), item));
        drafting = delta.getMoreFollows();
        if (!drafting) {
            view.clear();
            view.putAll(draft);
            viewPosition = delta.getPosition();
        }
        if (acknowledging && !gone) {
            send(ExchangeRequest.newBuilder()
                    .setViewAck(DeltaAck.newBuilder().setPosition(delta.getPosition()))
                    .build());
        }
    }

    /** The view as it is now, by names such as {@code import shop/web} and {@code slice east/shop/web/a}. */
    public Map<String, ViewItem> view() {
        return Map.copyOf(view);
    }

    /** The position of the view. */
    public Position viewPosition() {
        return viewPosition;
    }

    private static String name(ViewItem item) {
        return switch (item.getItemCase()) {
            case SERVICE_IMPORT -> "import " + text(item.getServiceImport().getService());
            case IMPORTED_SLICE ->
                "slice " + item.getImportedSlice().getCluster() + "/"
                        + text(item.getImportedSlice().getSlice().getService()) + "/"
                        + item.getImportedSlice().getSlice().getSlice();
            case PEER_GATEWAY ->
                "peer " + item.getPeerGateway().getKey().getCluster() + "/"
                        + item.getPeerGateway().getKey().getGateway();
            case EXPORT_STATUS -> "status " + text(item.getExportStatus().getService());
            case ITEM_NOT_SET -> throw new AssertionError("an item without content");
        };
    }

    private static String name(ItemKey key) {
        return switch (key.getKeyCase()) {
            case SERVICE_IMPORT -> "import " + text(key.getServiceImport());
            case IMPORTED_SLICE ->
                "slice " + key.getImportedSlice().getCluster() + "/"
                        + text(key.getImportedSlice().getService()) + "/"
                        + key.getImportedSlice().getSlice();
            case PEER_GATEWAY ->
                "peer " + key.getPeerGateway().getCluster() + "/"
                        + key.getPeerGateway().getGateway();
            case EXPORT_STATUS -> "status " + text(key.getExportStatus());
            case SERVICE_EXPORT, ENDPOINT_SLICE, KEY_NOT_SET -> throw new AssertionError("no key of a view: " + key);
        };
    }

    private static String text(dev.hanse.proto.v1.ServiceName name) {
        return name.getNamespace() + "/" + name.getName();
    }

    /** Leaves in order. */
    public void leave() {
        call().onCompleted();
    }

    /** Breaks the stream without a word. */
    public void vanish() {
        gone = true;
        call().cancel("test", null);
    }

    /** The call, for tests of flow control. */
    public ClientCallStreamObserver<ExchangeRequest> call() {
        if (call == null) {
            throw new IllegalStateException("the gateway has not connected");
        }
        return call;
    }

    /** All that has come in and was not looked at. */
    public List<Object> drain() {
        List<Object> all = new ArrayList<>();
        incoming.drainTo(all);
        return all;
    }
}
