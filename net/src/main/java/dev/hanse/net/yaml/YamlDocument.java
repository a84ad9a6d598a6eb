// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one YAML 1.2 document whose root is a mapping. */
public final class YamlDocument {

    /** Longest document. */
    public static final int MAX_BYTES = 8 << 20;

    private static final int MAX_ALIASES = 50;

    private YamlDocument() {}

    /**
     * Reads a file; blocks.
     *
     * @throws IOException if the file cannot be read
     * @throws YamlException if its content is not a YAML mapping within the limits
     */
    public static YamlMapping read(Path file) throws IOException {
        String document = file.getFileName().toString();
        return parse(document, text(file, document));
    }

    /**
     * As {@link #read(Path)}, with what the variables hold wherever a value says <code>${NAME}</code>.
     *
     * @throws YamlException also where a variable that is named is not there, or is empty
     */
    public static YamlMapping read(Path file, Map<String, String> variables) throws IOException {
        String document = file.getFileName().toString();
        MappingNode root = root(document, text(file, document));
        new Variables(document, variables).putInto(root);
        return new YamlMapping(document, root);
    }

    private static String text(Path file, String document) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return decode(document, in.readNBytes(MAX_BYTES + 1));
        }
    }

    /**
     * Reads text.
     *
     * @param document its name, for messages
     * @throws YamlException if the text is not a YAML mapping within the limits
     */
    public static YamlMapping parse(String document, String text) {
        return new YamlMapping(document, root(document, text));
    }

    private static MappingNode root(String document, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(document)
                .setCodePointLimit(MAX_BYTES)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            new NestingLimit(document).check(settings, text);
            Node root = new Compose(settings).composeString(text).orElseThrow(() -> empty(document));
            if (root instanceof MappingNode mapping) {
                return mapping;
            }
            throw empty(document);
        } catch (MarkedYamlEngineException e) {
            throw new YamlException(e.getProblem(), Place.of(document, e.getProblemMark()), e);
        } catch (YamlEngineException e) {
            throw new YamlException(oneLine(e), Place.whole(document), e);
        }
    }

    private static String decode(String document, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new YamlException("too long", Place.whole(document), "expected: at most " + MAX_BYTES + " octets");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw isUtf16(bytes)
                    ? new YamlException("not UTF-8", Place.whole(document), "it is UTF-16; save it as UTF-8")
                    : new YamlException("not UTF-8", Place.whole(document), e);
        }
    }

    /** By its byte order mark, which is no UTF-8; that of UTF-8 is skipped (YAML 1.2 section 5.2). */
    private static boolean isUtf16(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return mark == 0xfeff || mark == 0xfffe;
    }

    private static YamlException empty(String document) {
        return new YamlException("no mapping", new Place(document, 1, 1), "expected: key: value");
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
