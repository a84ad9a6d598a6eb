// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.node.names.GatewayDns;
import dev.hanse.node.names.NewestRedirection;
import dev.hanse.node.names.Redirection;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * From how it stands with gateways' DNS to where queries are led. Says when the kernel does so: until then a gateway that stops is to be kept from it. Belongs to the control loop.
 */
final class Redirecting {

    private final String node;
    private final NewestRedirection newest;
    private Runnable onSettled = () -> {};
    private Redirection wanted = Redirection.NONE;
    private Redirection done = Redirection.NONE;

    /**
     * @param node its name
     * @param slow thread of the keeper
     * @param keeper has the kernel do so; blocks
     * @param loop the control loop
     */
    Redirecting(String node, Executor slow, Consumer<Redirection> keeper, Executor loop) {
        this.node = node;
        this.newest = new NewestRedirection(slow, redirection -> {
            keeper.accept(redirection);
            loop.execute(() -> onDone(redirection));
        });
    }

    /** @param listener called when all that is wanted is done, be it that the kernel has refused */
    void onSettled(Runnable listener) {
        onSettled = listener;
    }

    /** How it stands now. */
    void look(Collection<GatewayDns> gateways) {
        Redirection now = Redirection.of(gateways, node);
        if (!now.equals(wanted)) {
            wanted = now;
            newest.want(now);
        }
    }

    private void onDone(Redirection redirection) {
        done = redirection;
        settle();
    }

    /** Says so where nothing is to be done any more. */
    void settle() {
        if (done.equals(wanted)) {
            onSettled.run();
        }
    }
}
