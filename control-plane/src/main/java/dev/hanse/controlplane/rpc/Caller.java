// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import dev.hanse.controlplane.identity.Identity;
import io.grpc.Context;
import java.util.Optional;

/**
 * Who makes a call.
 *
 * @param identity from its certificate; empty: it showed none
 * @param serial of the certificate, in lower-case hexadecimal; empty: none
 * @param address its network address
 */
public record Caller(Optional<Identity> identity, String serial, String address) {

    private static final Context.Key<Caller> KEY = Context.key("hanse-caller");

    /** The caller of the call that runs on this thread. */
    public static Caller current() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw new IllegalStateException("no call runs on this thread");
        }
        return caller;
    }

    Context attachTo(Context context) {
        return context.withValue(KEY, this);
    }

    /** The gateway that calls. */
    public Identity.OfGateway gateway() {
        if (identity.orElse(null) instanceof Identity.OfGateway gateway) {
            return gateway;
        }
        throw new RefusedException(Reason.IDENTITY_MISMATCH, "caller " + this + " (expected: a gateway's certificate)");
    }

    /** What limits and audit count it under: the SPIFFE id, or the source network where there is none. */
    public String source() {
        return identity.map(each -> each.uri().toString()).orElseGet(() -> SourceNetwork.of(address));
    }

    /** The SPIFFE id, or the address where there is none. */
    @Override
    public String toString() {
        return identity.map(each -> each.uri().toString()).orElse(address);
    }
}
