// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.Vxlan;
import dev.hanse.proto.v1.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the gateway from a node that takes nothing: it is let go, and not kept among those that watch. */
final class WatchStreamTest {

    private static final NodeView VIEW =
            NodeView.newBuilder().setCluster("east").build();

    private static final NodeView HERE = NodeView.newBuilder()
            .addNextHops("192.0.2.1")
            .addDnsAddresses("192.0.2.1:53")
            .build();

    private final ManualClock clock = new ManualClock();
    private final FakeNode node = new FakeNode();
    private RoutedNodes.Answer answer = new RoutedNodes.Answer.Unasked();
    private final WatchStream stream = new WatchStream(node, HERE, () -> answer, clock);

    @Test
    void theViewIsSaidOnceAndThenTheHeartbeat() {
        stream.say(VIEW, false);
        stream.say(VIEW, false);
        stream.say(VIEW, true);
        assertThat(node.said.stream().map(WatchResponse::hasView)).containsExactly(true, false);
        assertThat(node.said.getFirst().getView())
                .isEqualTo(HERE.toBuilder().setCluster("east").build());
    }

    @Test
    void itSaysWhenPacketsInVxlanAreTakenAndWhyTheyAreNot() {
        answer = new RoutedNodes.Answer.Soon();
        stream.say(VIEW, false);
        assertThat(node.said).as("an answer is on its way").isEmpty();
        clock.advance(Duration.ofSeconds(1));
        stream.say(VIEW, false);
        answer = new RoutedNodes.Answer.Open(9_484, 7);
        stream.say(VIEW, false);
        answer = new RoutedNodes.Answer.Refused("the port is taken");
        stream.say(VIEW, false);
        assertThat(node.said.stream().map(each -> each.getView().getVxlan()))
                .containsExactly(
                        Vxlan.getDefaultInstance(),
                        Vxlan.newBuilder().setPort(9_484).setVni(7).build(),
                        Vxlan.newBuilder().setRefused("the port is taken").build());
    }

    @Test
    void oneThatTakesNothingIsEndedAndOpenNoLonger() {
        node.ready = false;
        stream.say(VIEW, true);
        assertThat(stream.isOpen()).isTrue();
        clock.advance(Duration.ofSeconds(11));
        stream.say(VIEW, true);
        assertThat(stream.isOpen()).isFalse();
        node.ready = true;
        stream.say(VIEW, true);
        assertThat(node.said).isEmpty();
        assertThat(node.ends).isEqualTo(1);
    }

    /** The other side of a call. gRPC does not say that it is cancelled when it was ended by us. */
    private static final class FakeNode extends ServerCallStreamObserver<WatchResponse> {

        private final List<WatchResponse> said = new ArrayList<>();
        private boolean ready = true;
        private int ends;

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void onNext(WatchResponse message) {
            said.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            ends++;
        }

        @Override
        public void onCompleted() {
            ends++;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        @Deprecated
        @SuppressWarnings("deprecation")
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }
}
