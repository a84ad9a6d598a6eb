// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.OneLine;
import dev.hanse.net.yaml.YamlDocument;
import dev.hanse.net.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** One configuration file on its way to a record: every way in which it can be wrong ends in one line. */
final class ConfigFile {

    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @param describe asks for every key and refuses the unknown ones before it makes a record, so that a misspelt key is reported as such and not as
     *     a missing value
     * @throws CommandFailure if the file cannot be read, is no YAML, holds an unknown key or a value that the record refuses
     */
    static <T> T read(Path file, Function<YamlKeys, T> describe) {
        try {
            return describe.apply(new YamlKeys(YamlDocument.read(file, System.getenv()), folder(file)));
        } catch (IOException e) {
            throw new CommandFailure(
                    "configuration " + file + ": " + OneLine.of(e), "name a file that can be read by --config", e);
        } catch (YamlException | IllegalArgumentException e) {
            throw new CommandFailure("configuration " + file + ": " + OneLine.of(e), "correct the file", e);
        }
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }
}
