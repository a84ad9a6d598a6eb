// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where in a document something stands.
 *
 * @param document name of the file, for people
 * @param line from 1; 0: the document as a whole
 * @param column from 1; 0: the document as a whole
 */
public record Place(String document, int line, int column) {

    static Place whole(String document) {
        return new Place(document, 0, 0);
    }

    static Place of(String document, Node node) {
        return of(document, node.getStartMark());
    }

    static Place of(String document, Optional<Mark> mark) {
        return mark.map(at -> new Place(document, at.getLine() + 1, at.getColumn() + 1))
                .orElseGet(() -> whole(document));
    }

    /** As in {@code gateway.yaml line 3 column 1}. */
    @Override
    public String toString() {
        return line == 0 ? document : document + " line " + line + " column " + column;
    }
}
