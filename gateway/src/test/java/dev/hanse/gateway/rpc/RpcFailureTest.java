// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** Protects that an operator reads what was wrong, and that only what can pass is tried again. */
class RpcFailureTest {

    private static Throwable failure(Status.Code code, String domain, String reason) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage("cluster\neast exists")
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain(domain)
                        .setReason(reason)
                        .build()))
                .addDetails(Any.pack(BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField("csr")
                                .setDescription("too long"))
                        .build()))
                .build());
    }

    @Test
    void readsReasonMessageAndFieldsInOneLine() {
        RpcFailure read = RpcFailure.of(failure(Status.Code.ALREADY_EXISTS, "hanse.dev", "CLUSTER_EXISTS"));

        assertThat(read).hasToString("CLUSTER_EXISTS: cluster east exists; csr: too long");
        assertThat(read.transientFailure()).isFalse();
    }

    @Test
    void reasonsOfOthersDoNotCount() {
        assertThat(RpcFailure.of(failure(Status.Code.UNAVAILABLE, "proxy.example", "OVERLOADED"))
                        .reason())
                .isEmpty();
    }

    @Test
    void certificateRefusalIsTheMessageWhereverItLies() {
        Throwable tls = Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(new IOException(new CertificateException("the server is \"x\" (expected: y)")))
                .asRuntimeException();

        assertThat(RpcFailure.of(tls).message()).isEqualTo("the server is \"x\" (expected: y)");
        assertThat(RpcFailure.of(tls).transientFailure()).isFalse();
    }

    @Test
    void alertThatTheCertificateHasEndedIsSaidInOurWords() {
        for (String alert : new String[] {
            "error:10000415:SSL routines:OPENSSL_internal:SSLV3_ALERT_CERTIFICATE_EXPIRED",
            "Received fatal alert: certificate_expired"
        }) {
            Throwable tls = Status.UNAVAILABLE
                    .withDescription("io exception")
                    .withCause(new SSLException(alert))
                    .asRuntimeException();

            assertThat(RpcFailure.of(tls).message())
                    .contains("this gateway's certificate has ended by the clock of the control plane");
            assertThat(RpcFailure.of(tls).transientFailure()).isTrue();
        }
    }

    @Test
    void refusedConnectionSaysSoAndIsTriedAgain() {
        Throwable refused = Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(new ConnectException("Connection refused: /127.0.0.1:9443"))
                .asRuntimeException();

        assertThat(RpcFailure.of(refused).message()).contains("Connection refused");
        assertThat(RpcFailure.of(refused).transientFailure()).isTrue();
    }

    @Test
    void longMessagesAreCut() {
        assertThat(RpcFailure.of(Status.INTERNAL
                                .withDescription("x".repeat(9000))
                                .asRuntimeException())
                        .message())
                .hasSizeLessThan(600);
    }
}
