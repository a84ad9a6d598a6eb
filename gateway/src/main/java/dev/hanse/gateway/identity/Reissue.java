// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Gets the next certificate: by the one in use while that proves anything, else by a token. So a gateway whose
 * certificate has ended, was revoked or is lost, serves what it knows and comes back as soon as it finds a good token. Blocks.
 */
final class Reissue implements RenewalCall {

    private final RenewalCall renewal;
    private final TokenJoin token;
    private final JoinRequest request;
    private final Clock clock;
    private final Supplier<Optional<Credentials>> current;
    private final Supplier<Optional<Credentials>> revoked;
    private final Consumer<List<ControlPlaneAddress>> reached;

    /**
     * @param renewal while the certificate is good
     * @param token in place of it
     * @param request who joins
     * @param clock certificates end by it
     * @param current the certificate in use; empty: it is lost
     * @param revoked the certificate that the control plane no longer takes
     * @param reached hears where the control plane is that took a token
     */
    Reissue(
            RenewalCall renewal,
            TokenJoin token,
            JoinRequest request,
            Clock clock,
            Supplier<Optional<Credentials>> current,
            Supplier<Optional<Credentials>> revoked,
            Consumer<List<ControlPlaneAddress>> reached) {
        this.renewal = renewal;
        this.token = token;
        this.request = request;
        this.clock = clock;
        this.current = current;
        this.revoked = revoked;
        this.reached = reached;
    }

    @Override
    public IssuedCertificate renew() throws JoinException {
        Optional<Credentials> held = current.get();
        if (held.isEmpty()) {
            return join("it is lost");
        }
        boolean ended = held.get().ended(clock.instant());
        if (!ended && !revoked.get().equals(held)) {
            return renewal.renew();
        }
        return join(ended ? "it has ended" : "it was revoked");
    }

    private IssuedCertificate join(String why) throws JoinException {
        try {
            Membership joined = token.once();
            reached.accept(joined.addresses());
            return joined.certificate();
        } catch (JoinException e) {
            throw new JoinException(
                    why + " and what is known is served; " + e.getMessage() + "; put the line that `"
                            + RefusalAdvice.inPlaceOf(request) + "` prints into " + token.place()
                            + ": it is read again every minute, a systemd credential at a restart",
                    e);
        }
    }
}
