// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects whoever asks for all routes from an answer in which some are missing. */
class WholeAnswerTest {

    private int asked;

    @Test
    void whatIsNotWholeIsAskedAgain() throws LinuxException {
        assertThat(WholeAnswer.of(() -> answer(2, Errno.EINTR))).hasSize(1);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatIsNeverWholeIsAFailure() {
        assertThatThrownBy(() -> WholeAnswer.of(() -> answer(Integer.MAX_VALUE, Errno.EINTR)))
                .hasMessageContaining("EINTR");
        assertThat(asked).isEqualTo(WholeAnswer.ATTEMPTS);
    }

    @Test
    void aRefusalIsNotAskedAgain() {
        assertThatThrownBy(() -> WholeAnswer.of(() -> answer(1, Errno.EPERM))).hasMessageContaining("EPERM");
        assertThat(asked).isOne();
    }

    private List<NetworkMessage> answer(int failures, int errno) throws LinuxException {
        if (asked++ < failures) {
            throw new LinuxException("rtnetlink", errno);
        }
        return List.of(new NetworkMessage.Address());
    }
}
