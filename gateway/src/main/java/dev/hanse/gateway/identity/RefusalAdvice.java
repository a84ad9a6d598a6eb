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
                "; choose another cluster id, or create a token for one more gateway of " + request.cluster() + " or in"
                        + " the place of this one: " + inPlaceOf(request);
            case "GATEWAY_EXISTS" ->
                "; choose another name than " + request.gateway() + ", or take its place with a token of: "
                        + inPlaceOf(request);
            case "TOKEN_WRONG_GATEWAY" -> "; create one for this gateway: " + inPlaceOf(request);
            case "CLUSTER_UNKNOWN", "GATEWAY_UNKNOWN" ->
                "; it was removed: create a token for a new one with: hanse token create " + request.cluster();
            case "PREFIX_NOT_ALLOWED" ->
                "; correct pod-prefixes, or create a token that allows them with: hanse token create "
                        + request.cluster() + " --allow-prefix PREFIX";
            case "FIELD_INVALID" -> "; correct the configuration";
            default -> "";
        };
    }

    /** What gives a token for a gateway that was a member before. */
    static String inPlaceOf(JoinRequest request) {
        return "hanse token create " + request.cluster() + " --gateway " + request.gateway();
    }
}
