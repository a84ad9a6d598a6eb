// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Protects terminals and logs from what members write into names and messages. */
class VisibleTextTest {

    @Test
    void headIsAsLongAsAskedAndHasNoHalfCharacter() {
        assertThat(VisibleText.head("abc", 3)).isEqualTo("abc");
        assertThat(VisibleText.head("abcd", 3)).isEqualTo("abc");
        assertThat(VisibleText.head("ab\ud83d\ude00", 3)).isEqualTo("ab");
        assertThat(VisibleText.head("ab\ud83d\ude00", 4)).isEqualTo("ab\ud83d\ude00");
        assertThat(VisibleText.head("\u009b".repeat(9), 8)).isEqualTo("\\u009b\\u");
    }

    @Test
    void whatCanBeSeenStays() {
        for (String text : new String[] {"", "shop/web 10.0.0.1", "Grüße, 東京, 👋🏽 …", "a b"}) {
            assertThat(VisibleText.of(text)).isEqualTo(text);
        }
    }

    @Test
    void whatIsObeyedIsShown() {
        assertThat(VisibleText.of("\u009b2J")).isEqualTo("\\u009b2J");
        assertThat(VisibleText.of("\u001b]0;x\u0007")).isEqualTo("\\u001b]0;x\\u0007");
        assertThat(VisibleText.of("a\u0000b")).isEqualTo("a\\u0000b");
        assertThat(VisibleText.of("\u202etxt.exe")).isEqualTo("\\u202etxt.exe");
        assertThat(VisibleText.of("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u2028b\\u2029c\\u0085d");
        assertThat(VisibleText.of("\u200b\ufeff\u00ad")).isEqualTo("\\u200b\\ufeff\\u00ad");
        assertThat(VisibleText.of("\udb40\udc41")).as("a tag").isEqualTo("\\udb40\\udc41");
        assertThat(VisibleText.of("x\ud800")).as("half a character").isEqualTo("x\\ud800");
    }

    @Test
    void nothingIsLeftThatIsObeyed() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            String shown = VisibleText.of(Character.toString(character));
            assertThat(shown.codePoints().allMatch(VisibleText::isVisible)).isTrue();
        }
    }
}
