// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.net.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Answers with what a file says. Every answer throws {@link dev.hanse.net.yaml.YamlException} with the place of what is wrong.
 *
 * @param mapping what is read
 * @param folder where relative paths count from
 */
record YamlKeys(YamlMapping mapping, Path folder) implements Keys {

    @Override
    public <T> T required(Key<T> key, Optional<T> now) {
        return key.form().reader().read(this, key.name());
    }

    @Override
    public <T> T value(Key<T> key, T now) {
        return optional(key, Optional.empty()).orElse(now);
    }

    @Override
    public <T> Optional<T> optional(Key<T> key, Optional<T> now) {
        return mapping.has(key.name()) ? Optional.of(key.form().reader().read(this, key.name())) : Optional.empty();
    }

    @Override
    public <T> T internal(String component, T now, String why) {
        return now;
    }

    @Override
    public Optional<Keys> section(Section section, boolean now) {
        return mapping.mapping(section.name()).map(inner -> new YamlKeys(inner, folder));
    }

    @Override
    public void end() {
        mapping.rejectUnknown();
    }
}
