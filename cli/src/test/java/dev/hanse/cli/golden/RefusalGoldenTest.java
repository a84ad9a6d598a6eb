// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.FederationGrpc;
import dev.hanse.proto.v1.InspectionGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what clients of the contract see of refusals: code, reason, message, fields; of an exchange also each refused item. */
final class RefusalGoldenTest {

    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    private static Path folder;

    private static Federation federation;
    private static PlayedGateway west;
    private static Map<String, Channel> callers;
    private static Map<String, ByteString> words;

    @BeforeAll
    static void start() throws IOException {
        federation = Federation.start(folder);
        String used = federation.token("west");
        west = PlayedGateway.join(federation.channels(), used, "gw-1", List.of("10.20.0.0/16", "fd00:20::/64"));
        callers = Map.of(
                "operator", federation.channels().operator(),
                "gateway", west.channel(),
                "anonymous", federation.channels().anonymous());
        MemberKey key = MemberKey.fresh();
        words = Map.of(
                "CSR", key.request(),
                "CSR_OF_ANOTHER_CURVE", MemberKey.onCurve("secp384r1").request(),
                "CSR_SIGNED_BY_ANOTHER", key.requestSignedBy(MemberKey.fresh()),
                "SECRET_USED", secret(used),
                "SECRET_OF_NORTH", secret(federation.token("north")),
                "SECRET_OF_WEST", secret(federation.token("west", "--additional-gateway")));
    }

    private static ByteString secret(String token) {
        return PlayedGateway.request(token, "gw-1", MemberKey.fresh()).getTokenSecret();
    }

    @AfterAll
    static void stop() {
        federation.close();
    }

    @Test
    void callsAreRefusedSo() {
        GoldenCase.checkAll("refusals/calls.txt", each -> Map.of("answer", call(each)));
    }

    @Test
    void registrationsAreRefusedSo() {
        GoldenCase.checkAll("refusals/registrations.txt", each -> Map.of("answer", call(each)));
    }

    @Test
    void prefixesAreRefusedSo() {
        GoldenCase.checkAll("refusals/prefixes.txt", each -> Map.of("answer", call(each)));
    }

    @Test
    void streamsAreRefusedSo() {
        GoldenCase.checkAll("refusals/streams.txt", each -> Map.of("answer", exchange(each, true)));
    }

    @Test
    void exportsAreRefusedSo() {
        GoldenCase.checkAll("refusals/exports.txt", each -> Map.of("answer", exchange(each, false)));
    }

    // --- one call: the title is the caller and the method ---

    private static String call(GoldenCase each) {
        String[] title = each.input().keySet().iterator().next().split(" ");
        MethodDescriptor<Message, Message> method = method(title[1]);
        Channel channel = title[0].equals("newcomer") ? federation.channels().newcomer() : callers.get(title[0]);
        try {
            Message request = parsed(each.text(String.join(" ", title)), prototype(method));
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return "taken\n" + said(ClientCalls.blockingUnaryCall(channel, method, options, request));
        } catch (StatusRuntimeException e) {
            return new Normaliser().forms().normal(Refusal.text(e));
        }
    }

    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> method(String name) {
        return (MethodDescriptor<Message, Message>) Stream.of(
                        ClusterRegistryGrpc.getServiceDescriptor(),
                        InspectionGrpc.getServiceDescriptor(),
                        FederationGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> method.getFullMethodName().endsWith("." + name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no method " + name));
    }

    private static Message prototype(MethodDescriptor<Message, Message> method) {
        return Objects.requireNonNull(
                ((MethodDescriptor.PrototypeMarshaller<Message>) method.getRequestMarshaller()).getMessagePrototype());
    }

    private static Message parsed(String text, Message prototype) {
        String complete = text;
        for (Map.Entry<String, ByteString> word : words.entrySet()) {
            complete =
                    complete.replace("<" + word.getKey() + ">", "\"" + TextFormat.escapeBytes(word.getValue()) + "\"");
        }
        try {
            Message.Builder builder = prototype.newBuilderForType();
            TextFormat.merge(complete, builder);
            return builder.build();
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What was answered is shown elsewhere; here it matters that it was. */
    private static String said(Message answer) {
        return answer.getAllFields().keySet().stream()
                .map(field -> field.getName() + "\n")
                .reduce("", String::concat);
    }

    // --- one stream: each title is a message ---

    private static String exchange(GoldenCase each, boolean wholeWelcome) {
        west.open();
        StringBuilder text = new StringBuilder();
        try {
            for (String title : each.input().keySet()) {
                ExchangeRequest message =
                        (ExchangeRequest) parsed(each.text(title), ExchangeRequest.getDefaultInstance());
                west.say(message.toBuilder());
                text.append(answer(message, wholeWelcome));
            }
            west.leave();
            text.append(Refusal.text(west.awaitEnd()));
        } catch (StatusRuntimeException e) {
            text.append(Refusal.text(e));
        }
        return new Normaliser()
                .forms()
                .port(federation.controlPlane().address(), "control plane")
                .normal(text.toString());
    }

    private static String answer(ExchangeRequest message, boolean wholeWelcome) {
        return switch (message.getMessageCase()) {
            case HELLO -> {
                ExchangeResponse welcome = west.awaitOrEnd(ExchangeResponse::hasWelcome);
                west.awaitOrEnd(ExchangeResponse::hasViewDelta);
                yield wholeWelcome ? welcome(welcome) : "";
            }
            case EXPORT_DELTA -> acknowledged(west.awaitOrEnd(ExchangeResponse::hasExportAck));
            default -> "";
        };
    }

    private static String welcome(ExchangeResponse response) {
        return "welcome\n"
                + TextFormat.printer().printToString(response.getWelcome()).indent(2);
    }

    private static String acknowledged(ExchangeResponse response) {
        return "acknowledged\n"
                + TextFormat.printer().printToString(response.getExportAck()).indent(2);
    }
}
