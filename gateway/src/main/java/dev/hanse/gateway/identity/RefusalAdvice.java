// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.RpcFailure;

/** What an operator does about a refused join. */
final class RefusalAdvice {

    private RefusalAdvice() {}

    static String of(RpcFailure failure, JoinRequest request) {
        return switch (failure.reason()) {
            case "TOKEN_MALFORMED", "TOKEN_UNKNOWN", "TOKEN_EXPIRED", "TOKEN_USED", "TOKEN_WRONG_CLUSTER" ->
                "; create a" + " new one with: hanse token create " + request.cluster();
            case "CLUSTER_EXISTS" ->
                "; choose another cluster id, or create a token for one more gateway of " + request.cluster();
            case "GATEWAY_EXISTS" -> "; choose another name than " + request.gateway();
            case "PREFIX_OVERLAP" -> "; give the clusters prefixes that share no address";
            case "FIELD_INVALID" -> "; correct the configuration";
            default -> "";
        };
    }
}
