// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects the promise that every refused call ends in one line with a next step. */
final class CallAdviceTest {

    @Test
    void namesTheReasonAndWhatToDo() {
        assertThat(line(refusal("hanse.dev", "CLUSTER_UNKNOWN", "cluster \"north\" is no member")))
                .isEqualTo("cluster \"north\" is no member (CLUSTER_UNKNOWN); list the members: hanse cluster list");
    }

    @Test
    void doesNotTakeARefusalForSilence() {
        assertThat(line(refusal("hanse.dev", "STORE_UNAVAILABLE", "store is full")))
                .startsWith("store is full (STORE_UNAVAILABLE); nothing was changed");
    }

    @Test
    void ignoresReasonsOfOtherDomains() {
        assertThat(line(refusal("example.com", "CLUSTER_UNKNOWN", "no"))).doesNotContain("hanse cluster list");
    }

    @Test
    void saysWhyNobodyAnswers() {
        StatusRuntimeException refused = Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(new ConnectException("Connection refused: /127.0.0.1:9443"))
                .asRuntimeException();
        assertThat(line(refused))
                .contains("Connection refused: /127.0.0.1:9443")
                .contains("check --server");
    }

    @ParameterizedTest
    @EnumSource(value = Status.Code.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
    void hasOneLineWithANextStepForEveryCode(Status.Code code) {
        String line = line(code.toStatus().withDescription("first\nsecond").asRuntimeException());
        assertThat(line).contains("first second").contains("; ").doesNotContain("\n");
    }

    private static String line(StatusRuntimeException refused) {
        return CallAdvice.explain(refused).line();
    }

    private static StatusRuntimeException refusal(String domain, String reason, String message) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(com.google.rpc.Code.NOT_FOUND_VALUE)
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain(domain)
                        .setReason(reason)
                        .build()))
                .build());
    }
}
