// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.consul.BlockingQueryOptions;
import io.vertx.ext.consul.Check;
import io.vertx.ext.consul.CheckStatus;
import io.vertx.ext.consul.ConsulClient;
import io.vertx.ext.consul.ConsulClientOptions;
import io.vertx.ext.consul.Service;
import io.vertx.ext.consul.ServiceEntry;
import io.vertx.ext.consul.ServiceQueryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Asks a real Consul. Replies are stripped to what the source needs. */
final class VertxConsulConnection implements ConsulConnection {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** For how long an answer that is on its way keeps a closed connection open: the client logs an error where it finds itself closed. */
    private static final Duration LATE_ANSWER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final ConsulClient client;
    private final ConsulConfig config;
    private final String wait;

    private final AtomicBoolean closed = new AtomicBoolean();
    private Future<?> last = Future.succeededFuture();

    private VertxConsulConnection(Vertx vertx, ConsulClient client, ConsulConfig config, Duration wait) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.wait = wait.toSeconds() + "s";
    }

    /** @param wait longest time for which Consul holds back an answer, in whole seconds */
    static Factory factory(Vertx vertx, ConsulConfig config, Duration wait) {
        return () -> {
            ConsulClientOptions options = options(config, wait);
            try {
                return new VertxConsulConnection(vertx, ConsulClient.create(vertx, options), config, wait);
            } catch (RuntimeException e) {
                throw new ConsulException("Consul at " + config.address() + " cannot be asked: " + e, e);
            }
        };
    }

    private static ConsulClientOptions options(ConsulConfig config, Duration wait) throws ConsulException {
        ConsulClientOptions options = new ConsulClientOptions();
        options.setHost(config.address().getHost())
                .setPort(config.port())
                .setTimeout(patience(wait).toMillis());
        options.setConnectTimeout((int) CONNECT.toMillis()).setSsl(config.tls());
        if (config.tokenFile().isPresent()) {
            options.setAclToken(TokenFile.read(config.tokenFile().get()));
        }
        config.caFile().ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        return options;
    }

    /** Consul adds up to a sixteenth of the wait; the rest is for a busy agent. Nothing for so long means that the connection is dead. */
    private static Duration patience(Duration wait) {
        return wait.plus(wait.dividedBy(16)).plusSeconds(10);
    }

    @Override
    public ConsulAnswer<Set<String>> services(long index) throws ConsulException, InterruptedException {
        return await(client.catalogServicesWithOptions(blocking(index))
                .map(list -> new ConsulAnswer<>(
                        list.getIndex(),
                        list.getList().stream().map(Service::getName).collect(Collectors.toUnmodifiableSet()))));
    }

    @Override
    public ConsulAnswer<List<ConsulInstance>> instances(String service, long index)
            throws ConsulException, InterruptedException {
        ServiceQueryOptions options = new ServiceQueryOptions().setBlockingOptions(blocking(index));
        return await(client.healthServiceNodesWithOptions(service, false, options)
                .map(list -> new ConsulAnswer<>(
                        list.getIndex(),
                        list.getList().stream()
                                .map(VertxConsulConnection::instance)
                                .toList())));
    }

    private BlockingQueryOptions blocking(long index) {
        return new BlockingQueryOptions().setIndex(index).setWait(wait);
    }

    private static ConsulInstance instance(ServiceEntry entry) {
        Service service = entry.getService();
        String own = service.getAddress();
        return new ConsulInstance(
                service.getName(),
                entry.getNode().getName(),
                service.getId(),
                own == null || own.isEmpty() ? entry.getNode().getAddress() : own,
                service.getPort(),
                service.getMeta(),
                entry.getChecks().stream().map(Check::getStatus).allMatch(CheckStatus.PASSING::equals));
    }

    private <T> T await(Future<T> answer) throws ConsulException, InterruptedException {
        last = answer;
        try {
            return answer.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ConsulException(reason(cause), cause);
        }
    }

    private String reason(Throwable cause) {
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String hint = text.contains("Forbidden") || text.contains("403")
                ? "grant the token service:read and node:read"
                : "is it running, and is the address right?";
        return "Consul at " + config.address() + " cannot be read: "
                + text.lines().findFirst().orElse("") + " (" + hint + ")";
    }

    @Override
    public void close() {
        if (last.isComplete()) {
            closeClient();
        } else {
            last.onComplete(_ -> closeClient());
            vertx.setTimer(LATE_ANSWER.toMillis(), _ -> closeClient());
        }
    }

    private void closeClient() {
        if (closed.compareAndSet(false, true)) {
            client.close();
        }
    }
}
