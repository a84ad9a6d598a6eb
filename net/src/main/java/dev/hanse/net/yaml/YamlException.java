// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

/** The document is not what its reader expects; whoever wrote it has to change it. The message names problem, place and expectation in one line. */
public final class YamlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Place place;

    YamlException(String problem, Place place, String hint) {
        super(problem + " in " + place + " (" + hint + ")");
        this.place = place;
    }

    YamlException(String problem, Place place, Exception cause) {
        super(problem + " in " + place, cause);
        this.place = place;
    }

    /** Where the document has to change. */
    public Place place() {
        return place;
    }
}
