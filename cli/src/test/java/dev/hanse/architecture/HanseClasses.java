// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The main classes of all modules, read once. */
final class HanseClasses {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // What one module's tests lend to others comes as a jar, whose path does not say "test-classes".
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.hanse");

    private HanseClasses() {}

    static JavaClasses all() {
        return ALL;
    }
}
