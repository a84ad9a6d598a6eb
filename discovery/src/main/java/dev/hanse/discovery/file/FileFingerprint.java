// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What shows cheaply that a file was changed or replaced, through symbolic links.
 *
 * @param identity device and inode
 * @param bytes size
 * @param modified time of the last write, as far as nobody has set another one
 * @param changed time of the last change of any kind, where the file system has one
 */
record FileFingerprint(String identity, long bytes, FileTime modified, String changed) {

    private static final FileFingerprint NONE = new FileFingerprint("", 0, FileTime.fromMillis(0), "");

    static FileFingerprint of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileFingerprint(
                    String.valueOf(attributes.fileKey()),
                    attributes.size(),
                    attributes.lastModifiedTime(),
                    changed(file));
        } catch (IOException e) {
            // Missing and unreadable look the same here; reading the file tells them apart.
            return NONE;
        }
    }

    private static String changed(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? String.valueOf(Files.getAttribute(file, "unix:ctime"))
                : "";
    }
}
