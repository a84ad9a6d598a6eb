// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.wire.Tunnels;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.proto.v1.TunnelEndpointAck;

/**
 * Takes the tunnel endpoint of a gateway that has given up its key: tells its peers, and then the gateway that they are
 * told, so that both ends change keys at about the same time. Thread-safe.
 *
 * @param loop that owns peers and views
 * @param streams that say who speaks for a gateway
 * @param admission that knows who is a member
 * @param announcement that tells peers
 */
record InboundTunnel(ControlLoop loop, Streams streams, Admission admission, Announcement announcement) {

    void take(GatewayStream stream, TunnelEndpoint message) {
        GatewayTunnel tunnel = read(message);
        loop.run(() -> put(stream, tunnel));
        stream.answer(ExchangeResponse.newBuilder()
                .setTunnelEndpointAck(TunnelEndpointAck.newBuilder()
                        .setPublicKey(ByteString.copyFrom(tunnel.publicKey().octets())))
                .build());
    }

    private static GatewayTunnel read(TunnelEndpoint message) {
        try {
            return Tunnels.fromMessage(message);
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException("tunnel endpoint: " + e.getMessage());
        }
    }

    /** Nobody was asked for more than one other key: each makes all peers of a gateway shake hands anew. */
    private void put(GatewayStream stream, GatewayTunnel tunnel) {
        if (!streams.isCurrent(stream)) {
            throw new RefusedException(
                    Reason.STREAM_SUPERSEDED, "gateway " + stream.gateway() + " has begun another stream");
        }
        GatewayMember member = admission.requireMember(stream.gateway(), stream.serial());
        if (member.keyToGiveUp().isEmpty() || member.keyToGiveUp().get().equals(tunnel.publicKey())) {
            throw new ProtocolViolationException(
                    "tunnel endpoint: nobody asked (expected: one answer to a retirement, with another key)");
        }
        announcement.claim(stream, tunnel);
        announcement.tell(member, tunnel);
    }
}
