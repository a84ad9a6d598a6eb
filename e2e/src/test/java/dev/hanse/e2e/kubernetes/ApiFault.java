// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

/** What {@link FaultyApi} does to requests and answers. */
public enum ApiFault {
    /** They come as they are. */
    NONE,
    /** Connections are taken and stay open, and nothing comes any more; what is under way goes on when the fault ends. */
    SILENCE,
    /** The same, of watches alone: those that run, and new ones. */
    SILENT_WATCHES,
    /** Watches, those that run and new ones, are told that their version is gone (410), and end. */
    GONE_IN_WATCH,
    /** A list that goes on is told that its token has expired (410). */
    EXPIRED_CONTINUE,
    /** The connection ends in the middle of a list. */
    CUT_LIST,
    /** 429, with the wish to be asked again in a second. */
    TOO_MANY_REQUESTS,
    /** 403, as where the role does not allow it. */
    FORBIDDEN,
    /** 409, as where somebody else has changed the object meanwhile. */
    CONFLICT,
    /** 500. */
    SERVER_ERROR,
    /** Each answer begins two seconds later. */
    DELAY
}
