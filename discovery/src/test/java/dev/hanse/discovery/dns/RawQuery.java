// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes a query octet by octet, for what dnsjava does not let us say. */
public final class RawQuery {

    /** The identifier of all of them. */
    public static final int ID = 0x5151;

    private final byte[] question;
    private final ByteArrayOutputStream additional = new ByteArrayOutputStream();
    private int flags;
    private int opts;

    private RawQuery(byte[] question) {
        this.question = question;
    }

    /** With one question. */
    public static RawQuery of(String name, int type, int questionClass) {
        ByteArrayOutputStream question = new ByteArrayOutputStream();
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.")) {
            question.write(label.length());
            label.chars().forEach(question::write);
        }
        question.write(0);
        question.writeBytes(words(type, questionClass));
        return new RawQuery(question.toByteArray());
    }

    /** The second line of the header. */
    public RawQuery flags(int value) {
        flags = value;
        return this;
    }

    /** Adds an OPT record; options as made by {@link #option}. */
    public RawQuery opt(int size, int version, int ednsFlags, byte[]... options) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] option : options) {
            content.writeBytes(option);
        }
        additional.write(0);
        additional.writeBytes(words(41, size, version, ednsFlags, content.size()));
        additional.writeBytes(content.toByteArray());
        opts++;
        return this;
    }

    /** An EDNS option. */
    public static byte[] option(int code, byte... content) {
        return ByteBuffer.allocate(4 + content.length)
                .put(words(code, content.length))
                .put(content)
                .array();
    }

    /** The question as it stands in the message. */
    public byte[] question() {
        return question;
    }

    /** The message. */
    public byte[] octets() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(words(ID, flags, 1, 0, 0, opts));
        message.writeBytes(question);
        message.writeBytes(additional.toByteArray());
        return message.toByteArray();
    }

    private static byte[] words(int... values) {
        ByteBuffer words = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            words.putShort((short) value);
        }
        return words.array();
    }
}
