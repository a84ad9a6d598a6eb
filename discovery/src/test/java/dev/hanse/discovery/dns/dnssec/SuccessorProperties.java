// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xbill.DNS.Name;

/** Protects that a denial covers the name asked for and no other: nothing lies between a name and its successor. */
class SuccessorProperties {

    private static final String ZONE = "clusterset.local.";

    @Property
    void liesBehindTheName(@ForAll("names") Name name) throws IOException {
        Name next = new Name(Successor.of(name.toWireCanonical()));
        assertThat(next).isGreaterThan(name);
        assertThat(next.subdomain(Name.fromString(ZONE))).isTrue();
    }

    @Property(tries = 2_000)
    void leavesNothingBetween(@ForAll("names") Name name, @ForAll("names") Name other) throws IOException {
        Name next = new Name(Successor.of(name.toWireCanonical()));
        assertThat(other.compareTo(name) > 0 && other.compareTo(next) < 0)
                .as("%s is between %s and %s", other, name, next)
                .isFalse();
    }

    @Example
    void putsAZeroLabelInFront() throws IOException {
        assertThat(next("a." + ZONE)).hasToString("\\000.a." + ZONE);
    }

    @Example
    void lengthensALabelWhenNothingCanBeBelow() throws IOException {
        assertThat(next(filled(254)).toString()).startsWith("a\\000.");
    }

    @Example
    void raisesALabelWhenTheNameIsFull() throws IOException {
        assertThat(next(filled(255)).toString()).startsWith("ab.");
    }

    @Example
    void raisesTheNextLabelWhenTheFirstHasNoHigherOctet() throws IOException {
        String top = "\\255".repeat(63);
        String full = top + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(44) + "." + ZONE;
        Name name = Name.fromString(full);
        assertThat((int) name.length()).isEqualTo(255);
        assertThat(next(full).toString()).startsWith("b".repeat(62) + "c.");
    }

    /** A name of this many octets whose first label is short and ends with "a". */
    private static String filled(int octets) {
        int first = octets == 255 ? 2 : 1;
        int left = octets - (ZONE.length() + 1) - (first + 1) - 3 * 64;
        String between = "x".repeat(63) + "." + "y".repeat(63) + "." + "z".repeat(63) + "." + "w".repeat(left - 1);
        return "a".repeat(first) + "." + between + "." + ZONE;
    }

    private static Name next(String name) throws IOException {
        return new Name(Successor.of(Name.fromString(name).toWireCanonical()));
    }

    /** Names of the zone whose labels have octets from the edges of the alphabet, often as long as names can be. */
    @Provide
    Arbitrary<Name> names() {
        Arbitrary<Byte> octets = Arbitraries.of((byte) 0, (byte) '@', (byte) '[', (byte) 'a', (byte) 'b', (byte) 0xff);
        Arbitrary<byte[]> labels = Arbitraries.oneOf(
                octets.array(byte[].class).ofMinSize(1).ofMaxSize(3),
                octets.array(byte[].class).ofMinSize(61).ofMaxSize(63));
        return labels.list().ofMinSize(1).ofMaxSize(4).map(SuccessorProperties::name);
    }

    private static Name name(List<byte[]> labels) {
        try {
            byte[] zone = Name.fromString(ZONE).toWireCanonical();
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            for (byte[] label : labels) {
                int room = 255 - zone.length - wire.size() - 1;
                int length = Math.min(label.length, room);
                if (length > 0) {
                    wire.write(length);
                    wire.write(label, 0, length);
                }
            }
            wire.writeBytes(zone);
            return new Name(wire.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
