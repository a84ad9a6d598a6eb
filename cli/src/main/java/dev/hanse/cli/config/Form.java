// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the value of a key is written.
 *
 * @param words the form in words, for the reference
 * @param reader takes the value of a key that is there; what is wrong is reported with its place
 * @param printer writes a value as the effective configuration has it
 */
record Form<T>(String words, Reader<T> reader, Function<? super T, String> printer) {

    private static final String AUTO = "auto";

    static final Form<String> TEXT = text("text", Function.identity());

    static final Form<Boolean> FLAG =
            new Form<>("`true`, `false`", (file, key) -> file.mapping().flag(key, false), String::valueOf);

    static final Form<Path> PATH =
            new Form<>("path", (file, key) -> file.mapping().value(key, file.folder()::resolve), String::valueOf);

    static final Form<InetSocketAddress> ADDRESS =
            text("IP address and port", SocketAddressText::parseLiteral).printed(HostPort::format);

    static final Form<List<InetSocketAddress>> ADDRESSES =
            list("list of IP addresses and ports", SocketAddressText::parseLiteral, HostPort::format);

    static final Form<List<InetSocketAddress>> HOSTS =
            list("list of hosts and ports", SocketAddressText::parse, Form::hostAndPort);

    static final Form<List<InetAddress>> HOST_ADDRESSES =
            list("list of IP addresses", IpLiteral::parse, InetAddress::getHostAddress);

    static final Form<List<IpPrefix>> PREFIXES = list("list of prefixes", IpPrefix::parse);

    private static String hostAndPort(InetSocketAddress address) {
        return address.isUnresolved() ? address.getHostString() + ":" + address.getPort() : HostPort.format(address);
    }

    /** Takes one value from a file. */
    @FunctionalInterface
    interface Reader<T> {
        T read(YamlKeys file, String key);
    }

    /**
     * A text.
     *
     * @param parser throws {@link IllegalArgumentException} if it has another form
     */
    static <T> Form<T> text(String words, Function<String, T> parser) {
        return new Form<>(words, (file, key) -> file.mapping().value(key, parser), String::valueOf);
    }

    /** A list of texts; see {@link #text}. */
    static <T> Form<List<T>> list(String words, Function<String, T> parser) {
        return list(words, parser, String::valueOf);
    }

    private static <T> Form<List<T>> list(
            String words, Function<String, T> parser, Function<? super T, String> printer) {
        return new Form<>(
                words,
                (file, key) -> file.mapping().values(key, parser),
                items -> items.stream().map(printer).collect(Collectors.joining(",", "[", "]")));
    }

    /** A whole number within bounds. */
    static Form<Integer> number(int least, int most) {
        return new Form<>(
                "whole number, " + least + " to " + most,
                (file, key) -> file.mapping().number(key, least, most),
                String::valueOf);
    }

    /** A whole number within bounds, or {@code auto}, which is none. */
    static Form<OptionalInt> automaticOr(int least, int most) {
        String words = AUTO + " or whole number, " + least + " to " + most;
        return text(words.replace(AUTO, "`" + AUTO + "`"), text -> automaticOr(text, least, most, words))
                .printed(value -> value.isPresent() ? String.valueOf(value.getAsInt()) : AUTO);
    }

    private static OptionalInt automaticOr(String text, int least, int most, String words) {
        if (text.equals(AUTO)) {
            return OptionalInt.empty();
        }
        int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: " + words + ")");
        }
        return OptionalInt.of(value);
    }

    /** One of the names of a type, {@code aes-256-gcm} for {@code AES_256_GCM}. */
    static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        return text(names(type, "`"), text -> choice(type, text)).printed(Form::name);
    }

    /** A list of names of a type. */
    static <E extends Enum<E>> Form<List<E>> choices(Class<E> type) {
        return list("list of " + names(type, "`"), text -> choice(type, text), Form::name);
    }

    /** The same, printed otherwise. */
    Form<T> printed(Function<? super T, String> otherwise) {
        return new Form<>(words, reader, otherwise);
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> name(choice).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("\"" + text + "\" (expected: " + names(type, "") + ")"));
    }

    private static String name(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String names(Class<? extends Enum<?>> type, String quote) {
        return Arrays.stream(type.getEnumConstants())
                .map(choice -> quote + name(choice) + quote)
                .collect(Collectors.joining(", "));
    }
}
