// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import com.google.protobuf.ByteString;
import dev.hanse.gateway.link.OwnTunnel;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.paths.PeerMapper;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.tunnel.StaticKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tunnel's key as others are told of it. Another one is made here, lies in the file before anybody is told, and is
 * used once the peers are told: until then the tunnel goes on with the one before. Belongs to the control loop; only the
 * file is written elsewhere.
 */
final class AnnouncedKey implements OwnTunnel {

    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedKey.class);

    private final ControlLoop loop;
    private final Executor blocking;
    private final Path file;
    private final AnnouncedTunnel announced;
    private final TunnelPort tunnel;
    private final Consumer<Boolean> onDrain;
    private final boolean apart;
    private StaticKey used;
    private Optional<StaticKey> next = Optional.empty();
    private boolean making;
    private Runnable made = () -> {};

    /**
     * @param blocking writes the file
     * @param file where the key lies
     * @param announced what others are told beside the key
     * @param tunnel that uses it
     * @param onDrain hears, on the control loop, whether flows are to take other gateways
     * @param used the key that it was started with
     * @param apart whether the tunnel keeps what it sends out of itself
     */
    AnnouncedKey(
            ControlLoop loop,
            Executor blocking,
            Path file,
            AnnouncedTunnel announced,
            TunnelPort tunnel,
            Consumer<Boolean> onDrain,
            StaticKey used,
            boolean apart) {
        this.loop = loop;
        this.blocking = blocking;
        this.file = file;
        this.announced = announced;
        this.tunnel = tunnel;
        this.onDrain = onDrain;
        this.used = used;
        this.apart = apart;
    }

    @Override
    public void drain(boolean said) {
        onDrain.accept(said);
    }

    @Override
    public Optional<TunnelEndpoint> endpoint() {
        return Optional.of(PeerMapper.toProto(
                next.orElse(used).publicKey(),
                announced.advertise(),
                announced.endpoint().ciphers(),
                announced.endpoint().workers(),
                apart));
    }

    @Override
    public void retire(ByteString key, Runnable whenMade) {
        if (!ByteString.copyFrom(used.publicKey().octets()).equals(key)) {
            return;
        }
        made = whenMade;
        if (next.isPresent()) {
            made.run();
        } else if (!making) {
            making = true;
            blocking.execute(this::make);
        }
    }

    private void make() {
        try {
            StaticKey fresh = StaticKey.replace(file);
            loop.execute(() -> onMade(fresh));
        } catch (IOException | RuntimeException e) {
            loop.execute(() -> onFailure(e));
        }
    }

    private void onMade(StaticKey fresh) {
        making = false;
        next = Optional.of(fresh);
        LOG.info("tunnel: made another key, {}, as the control plane asked", fresh.publicKey());
        made.run();
    }

    private void onFailure(Exception failure) {
        making = false;
        LOG.error(
                "tunnel: no other key can be kept in {}: {}; the one that is to be given up is used until the control"
                        + " plane asks again (expected: a data-dir with room that this user can write)",
                file,
                failure.toString());
    }

    @Override
    public void takeEffect() {
        next.ifPresent(fresh -> {
            used = fresh;
            next = Optional.empty();
            tunnel.rekey(fresh);
            LOG.info("tunnel: uses the key {} from now on", fresh.publicKey());
        });
    }
}
