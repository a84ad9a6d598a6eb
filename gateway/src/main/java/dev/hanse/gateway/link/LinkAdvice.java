// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.rpc.RpcFailure;

/** What an operator does about a lost link, where anything can be done. */
final class LinkAdvice {

    private LinkAdvice() {}

    static String of(RpcFailure failure) {
        return switch (failure.reason()) {
            case "STREAM_SUPERSEDED" ->
                " (another process runs with this gateway's identity: give each its own data-dir)";
            case "IDENTITY_REVOKED" ->
                " (the cluster was removed or the certificate revoked: put a new token into join-token-file)";
            case "IDENTITY_MISMATCH" -> " (this identity may not call the exchange: check which data-dir is used)";
            case "TUNNEL_KEY_IN_USE" -> " (another cluster's gateway has the same key: remove tunnel.key and restart)";
            case "TUNNEL_ADDRESS_IN_USE" ->
                " (set tunnel.advertise to an address and port of this gateway alone, and restart)";
            default -> "";
        };
    }
}
