// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import com.google.protobuf.ByteString;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.TunnelEndpoint;

/** Tunnel endpoints as gateways announce them, one for each seed from 1 to 127. */
public final class TestTunnel {

    private TestTunnel() {}

    /** A key that gives nobody the same secret. */
    public static ByteString key(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        key[1] = 9;
        return ByteString.copyFrom(key);
    }

    /** With that key. */
    public static TunnelEndpoint endpoint(int seed) {
        return TunnelEndpoint.newBuilder()
                .setPublicKey(key(seed))
                .addAddresses("192.0.2." + seed + ":51820")
                .build();
    }

    /** Of a gateway that has it. */
    public static Hello.Builder hello(int seed) {
        return Hello.newBuilder().setTunnelEndpoint(endpoint(seed));
    }
}
