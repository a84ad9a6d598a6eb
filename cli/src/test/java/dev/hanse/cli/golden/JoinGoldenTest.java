// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import com.google.protobuf.TextFormat;
import dev.hanse.cli.HanseCommandLine;
import dev.hanse.proto.v1.JoinToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what a gateway says of join tokens that it does not even try. */
final class JoinGoldenTest {

    private final HanseCommandLine hanse = new HanseCommandLine(Clock.systemUTC(), Map.of());

    @TempDir
    private Path folder;

    @Test
    void saysWhatIsWrongWithAToken() throws IOException {
        Path config = Files.writeString(
                folder.resolve("gateway.yaml"), "cluster: east\nname: gw-1\njoin-token-file: token\ndata-dir: data\n");
        GoldenCase.checkAll("join/tokens.txt", each -> {
            write(each);
            HanseCommandLine.Run run = hanse.run(List.of("gateway", "--config", config.toString()));
            return Map.of(
                    "exit " + run.status(),
                    new Normaliser().forms().folder(folder).normal(run.err()));
        });
    }

    private void write(GoldenCase each) {
        Path token = folder.resolve("token");
        try {
            Files.deleteIfExists(token);
            if (each.input().containsKey("JoinToken")) {
                JoinToken message = TextFormat.parse(each.text("JoinToken"), JoinToken.class);
                Files.writeString(token, "hanse1." + Base64.getUrlEncoder().encodeToString(message.toByteArray()));
            } else if (!each.input().isEmpty()) {
                Files.write(token, each.octets("token"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
