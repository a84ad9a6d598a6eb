// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A chart as it is shipped: the files of {@code deploy/helm}, and what they were rendered to, so that nobody keeps a second one. */
final class Chart {

    /** Helm knows it beside the values. */
    static final String NAMESPACE = "namespace";

    private static final String DEFINITIONS = "crds.yaml";

    private final String name;

    Chart(String name) {
        this.name = name;
    }

    /** What counts where nothing is said. */
    Values defaults() {
        return new Values(Map.of()).with(yaml(name + "/values.yaml"));
    }

    /** These, with the chart's own version where the image has no tag, as the templates have it. */
    Values tagged(Values values) {
        if (values.at("image.tag").filter(tag -> !tag.equals("")).isPresent()) {
            return values;
        }
        String version = String.valueOf(yaml(name + "/Chart.yaml").get("appVersion"));
        return values.with(Map.of("image", Map.of("tag", version)));
    }

    /** What values may be. */
    JsonNode schema() {
        return JsonMapper.builder().build().readTree(text(name + "/values.schema.json"));
    }

    /** What it was rendered to. */
    Printed printed() {
        return new Printed(Switched.of(text("printed/" + name + ".yaml").lines().toList()));
    }

    /** The kinds of the Multi-Cluster Services API. */
    static String definitions() {
        return text(DEFINITIONS);
    }

    private static Map<?, ?> yaml(String file) {
        return (Map<?, ?>) new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(text(file));
    }

    private static String text(String file) {
        try (InputStream stream = Objects.requireNonNull(Chart.class.getResourceAsStream(file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
