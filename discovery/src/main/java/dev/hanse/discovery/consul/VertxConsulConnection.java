// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a real Consul over HTTP. Every query is {@code consistent}: a leader that has just been elected may not have applied its log yet, and answers others
 * from what it has, which lacks services. Vert.x's Consul client cannot ask so, nor can it read what Consul leaves out.
 */
final class VertxConsulConnection implements ConsulConnection {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final String SERVICES = "/v1/catalog/services";
    private static final int NONE = 404;

    private final ConsulConfig config;
    private final Context context;
    private final HttpClient client;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final String token;
    private final Unanswered unanswered;
    private final Duration wait;
    private @Nullable SocketAddress agent;

    private VertxConsulConnection(
            Vertx vertx, ConsulConfig config, String token, Unanswered unanswered, Duration wait) {
        this.config = config;
        this.context = vertx.getOrCreateContext();
        this.client = client(vertx, config);
        this.token = token;
        this.unanswered = unanswered;
        this.wait = wait;
    }

    /** @param wait longest time for which Consul holds back an answer, in whole seconds */
    static Factory factory(Vertx vertx, ConsulConfig config, Duration wait) {
        Unanswered unanswered = new Unanswered(config.address());
        return () -> {
            String token = config.tokenFile().isPresent()
                    ? TokenFile.read(config.tokenFile().get())
                    : "";
            try {
                return new VertxConsulConnection(vertx, config, token, unanswered, wait);
            } catch (RuntimeException e) {
                throw new ConsulException("Consul at " + config.address() + " cannot be asked: " + e, e);
            }
        };
    }

    /** Of a connection that breaks the query tells; Vert.x would log it besides. */
    private HttpClient client(Vertx vertx, ConsulConfig config) {
        return vertx.httpClientBuilder()
                .with(options(config))
                .with(new PoolOptions().setHttp1MaxSize(1))
                .withConnectHandler(
                        connection -> connection.exceptionHandler(_ -> {}).closeHandler(_ -> ended.set(true)))
                .build();
    }

    private static HttpClientOptions options(ConsulConfig config) {
        HttpClientOptions options = new HttpClientOptions()
                .setDefaultHost(config.address().getHost())
                .setDefaultPort(config.port())
                .setConnectTimeout((int) CONNECT.toMillis())
                .setSsl(config.tls());
        config.caFile().ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        return options;
    }

    @Override
    public ConsulAnswer<Set<String>> services(long index) throws ConsulException, InterruptedException {
        return ask(SERVICES, index, wait, AnswerBody::services);
    }

    @Override
    public ConsulAnswer<List<ConsulInstance>> instances(String service, long index, Duration hold)
            throws ConsulException, InterruptedException {
        return ask(QueryPath.ofService(service), index, hold, body -> AnswerBody.instances(service, body));
    }

    @Override
    public ConsulAnswer<List<ConsulInstance>> instances(String service, long index)
            throws ConsulException, InterruptedException {
        return instances(service, index, wait);
    }

    @Override
    public Optional<String> nodeId(String node) throws ConsulException, InterruptedException {
        return ask(QueryPath.ofNode(node), 0, wait, AnswerBody::nodeId).value();
    }

    @Override
    public ConsulAnswer<Optional<Buffer>> read(String path, long index) throws ConsulException, InterruptedException {
        RawAnswer answer = get(path, index, wait);
        return read(path, answer, body -> answer.status() == NONE ? Optional.empty() : Optional.of(body));
    }

    @Override
    public ConsulReply write(String path, String body) throws ConsulException, InterruptedException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.PUT)
                .setServer(agent())
                .setURI(path);
        RawAnswer answer = await(request(options, Buffer.buffer(body)));
        if (ConsulReply.isOfAll(answer.status())) {
            throw unanswered.by(answer.status(), answer.body());
        }
        return new ConsulReply(answer.status(), answer.body());
    }

    private <T> ConsulAnswer<T> ask(String path, long index, Duration hold, Function<Buffer, T> reading)
            throws ConsulException, InterruptedException {
        RawAnswer answer = get(path, index, hold);
        if (answer.status() == NONE) {
            throw unanswered.by(answer.status(), answer.body());
        }
        return read(path, answer, reading);
    }

    private RawAnswer get(String path, long index, Duration hold) throws ConsulException, InterruptedException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(agent())
                .setURI(path + "?consistent&index=" + index + "&wait=" + hold.toSeconds() + "s");
        return await(request(options, Buffer.buffer()));
    }

    private <T> ConsulAnswer<T> read(String path, RawAnswer answer, Function<Buffer, T> reading)
            throws ConsulException {
        if (answer.status() != 200 && answer.status() != NONE) {
            throw unanswered.by(answer.status(), answer.body());
        }
        try {
            return new ConsulAnswer<>(Long.parseLong(answer.index()), answer.filtered(), reading.apply(answer.body()));
        } catch (RuntimeException e) {
            throw unanswered.unreadable("no answer to " + path + ": " + e.getMessage());
        }
    }

    private SocketAddress agent() throws ConsulException, InterruptedException {
        SocketAddress found = agent == null ? AgentAddress.find(config, unanswered) : agent;
        agent = found;
        return found;
    }

    /** All on one context: an answer must not end before what collects it is there. A client that is closed meanwhile throws, which compose makes a failure. */
    private Future<RawAnswer> request(RequestOptions options, Buffer body) {
        Promise<RawAnswer> answer = Promise.promise();
        context.runOnContext(
                _ -> Future.succeededFuture().compose(_ -> send(options, body)).onComplete(answer));
        return answer.future();
    }

    /** Never over a second connection, which Vert.x would open by itself: it may lead to another Consul, at which the caller has to look first. */
    private Future<RawAnswer> send(RequestOptions options, Buffer body) {
        if (ended.get()) {
            return Future.failedFuture(new IOException("the connection was closed"));
        }
        if (!token.isEmpty()) {
            options.putHeader("X-Consul-Token", token);
        }
        return client.request(options).compose(request -> request.send(body)).compose(RawAnswer::of);
    }

    private RawAnswer await(Future<RawAnswer> answer) throws ConsulException, InterruptedException {
        try {
            return answer.toCompletionStage()
                    .toCompletableFuture()
                    .get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unanswered.by(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw unanswered.by(
                    new TimeoutException("no answer in " + patience().toSeconds() + " s"));
        }
    }

    /** Consul adds up to a sixteenth of the wait; the rest is for a busy agent. Nothing for so long means that the connection is dead. */
    private Duration patience() {
        return wait.plus(wait.dividedBy(16)).plusSeconds(10);
    }

    @Override
    public void close() {
        client.close();
    }
}
