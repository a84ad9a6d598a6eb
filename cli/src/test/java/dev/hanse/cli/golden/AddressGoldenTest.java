// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.cli.HanseCommandLine;
import dev.hanse.proto.v1.JoinToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects which forms of addresses, prefixes, names and durations are taken, wherever people write them, and what is said of the others. */
final class AddressGoldenTest {

    /** What is said next of a form that is taken, and what every error of a file has around it, which the golden files of configuration show. */
    private static final Map<Pattern, String> SHORT = Map.of(
            Pattern.compile("hanse: operator credentials: none/operator.pem does not exist; .*"), "taken",
            Pattern.compile("hanse: --resolver goes with --check only; .*"), "taken",
            Pattern.compile("hanse: gateway did not start: join token: ended at .*"), "taken",
            Pattern.compile("(?s)# .*\\n +(forward .*)\\n}\\s*"), "$1",
            Pattern.compile("hanse: configuration <dir>/\\S+: (.*); correct the file"), "$1");

    private static final int PIN_OCTETS = 32;
    private static final String GATEWAY = "cluster: east\nname: gw-1\n";
    private static final String CONTROL_PLANE = "cluster-set: demo\nname: cp-1\n";
    private static final String TUNNEL = GATEWAY + "pod-prefixes: [10.10.0.0/16]\ntunnel: ";

    private final HanseCommandLine hanse = new HanseCommandLine(Clock.systemUTC(), Map.of());

    @TempDir
    private Path folder;

    @Test
    void takesTheseSocketAddresses() {
        GoldenCase.checkAll("forms/socket-addresses.txt", each -> {
            String form = each.quotedName();
            Map<String, String> said = new LinkedHashMap<>();
            said.put("status-listen", gateway(GATEWAY + "status-listen: " + yaml(form), "status-listen"));
            said.put("dns.listen", gateway(GATEWAY + "dns: {listen: [" + yaml(form) + "]}", "dns.listen"));
            said.put(
                    "dns.tls.listen",
                    gateway(
                            GATEWAY + "dns: {tls: {listen: " + yaml(form) + ", certificate: c, private-key: k}}",
                            "dns.tls.listen"));
            said.put(
                    "tunnel.listen",
                    gateway(
                            TUNNEL + "{listen: " + yaml(form) + ", advertise: [\"" + sameKind(form) + "\"]}",
                            "tunnel.listen"));
            said.put(
                    "tunnel.advertise",
                    gateway(TUNNEL + "{advertise: [" + yaml(form) + "], listen: \"[::]:51820\"}", "tunnel.advertise"));
            said.put(
                    "listen of control-plane.yaml",
                    controlPlane(CONTROL_PLANE + "advertise: [cp:1]\nlisten: " + yaml(form), "listen"));
            said.put(
                    "advertise of control-plane.yaml",
                    controlPlane(CONTROL_PLANE + "advertise: [" + yaml(form) + "]", "advertise"));
            said.put("--server", line("cluster", "list", "--credentials", "none", "--server=" + form));
            said.put("dns-config --gateway", line("dns-config", "coredns", "--gateway=" + form));
            said.put("dns-config --resolver", line("dns-config", "--resolver=" + form));
            said.put("join token", joinToken(form));
            return Map.of("said", lines(said));
        });
    }

    /** What a socket at this address receives: an address of the other kind would be refused beside it. */
    private static String sameKind(String form) {
        boolean v6 = form.indexOf(':') < form.indexOf(']') && !form.startsWith("[::ffff:");
        return v6 ? "[2001:db8::9]:1" : "192.0.2.1:1";
    }

    @Test
    void takesThesePrefixes() {
        GoldenCase.checkAll("forms/prefixes.txt", each -> {
            String form = yaml(each.quotedName());
            Map<String, String> said = new LinkedHashMap<>();
            said.put("pod-prefixes", gateway(GATEWAY + "pod-prefixes: [" + form + "]", "pod-prefixes"));
            said.put("service-prefixes", gateway(GATEWAY + "service-prefixes: [" + form + "]", "service-prefixes"));
            return Map.of("said", lines(said));
        });
    }

    @Test
    void takesTheseConsulAddresses() {
        GoldenCase.checkAll(
                "forms/consul-addresses.txt",
                each -> Map.of(
                        "said",
                        gateway(
                                        GATEWAY + "sources: {consul: {address: " + yaml(each.quotedName()) + "}}",
                                        "sources.consul.address")
                                + "\n"));
    }

    @Test
    void takesTheseZones() {
        GoldenCase.checkAll("forms/zones.txt", each -> {
            String form = each.quotedName();
            Map<String, String> said = new LinkedHashMap<>();
            said.put("dns.zone", gateway(GATEWAY + "dns: {zone: " + yaml(form) + "}", "dns.zone"));
            said.put("dns-config --zone", line("dns-config", "coredns", "--gateway=192.0.2.1", "--zone=" + form));
            return Map.of("said", lines(said));
        });
    }

    @Test
    void takesTheseDurations() {
        GoldenCase.checkAll(
                "forms/durations.txt",
                each -> Map.of(
                        "said",
                        line("token", "create", "east", "--credentials", "none", "--life=" + each.quotedName())
                                + "\n"));
    }

    private String gateway(String text, String key) {
        return value(role("gateway", text), key);
    }

    private String controlPlane(String text, String key) {
        return value(role("control-plane", text), key);
    }

    private HanseCommandLine.Run role(String role, String text) {
        Path file = write(role + ".yaml", text + "\n");
        return hanse.run(List.of(role, "--config", file.toString(), "--check-config"));
    }

    /** What the effective configuration says of a key; else the error. */
    private String value(HanseCommandLine.Run run, String key) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .findFirst()
                .orElseGet(() -> normal(run.err()));
    }

    private String line(String... words) {
        HanseCommandLine.Run run = hanse.run(List.of(words));
        return normal(run.out() + run.err());
    }

    /** The token has ended, so that one that is taken is not redeemed. */
    private String joinToken(String address) {
        JoinToken token = JoinToken.newBuilder()
                .addAddresses(address)
                .setCaPin(ByteString.copyFrom(new byte[PIN_OCTETS]))
                .setClusterSet("demo")
                .setClusterId("east")
                .setSecret(ByteString.copyFrom(new byte[PIN_OCTETS]))
                .setExpiresAt(Timestamp.newBuilder().setSeconds(1))
                .build();
        write("token", "hanse1." + Base64.getUrlEncoder().encodeToString(token.toByteArray()) + "\n");
        Path config = write("joining.yaml", GATEWAY + "join-token-file: token\ndata-dir: data\n");
        return normal(
                hanse.run(List.of("gateway", "--config", config.toString())).err());
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String normal(String text) {
        String normal = new Normaliser().folder(folder).normal(text);
        for (Map.Entry<Pattern, String> each : SHORT.entrySet()) {
            normal = each.getKey().matcher(normal).replaceFirst(each.getValue());
        }
        return normal.strip();
    }

    private static String lines(Map<String, String> said) {
        return said.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** In double quotes, where YAML knows the same escapes as JSON. */
    private static String yaml(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    default -> c < ' ' ? String.format("\\x%02x", c) : Character.toString(c);
                })
                .collect(Collectors.joining("", "\"", "\""));
    }
}
