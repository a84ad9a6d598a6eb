// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chooses from lists by a loop: a start does so for every service, in code that is not compiled yet. */
final class Filter {

    private Filter() {}

    /** Those that fit, in order. */
    static <T> List<T> of(List<T> all, Predicate<T> which) {
        List<T> chosen = new ArrayList<>(all.size());
        for (T each : all) {
            if (which.test(each)) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    /** Whether all fit. */
    static <T extends @Nullable Object> boolean fitsAll(List<T> all, Predicate<T> which) {
        for (T each : all) {
            if (!which.test(each)) {
                return false;
            }
        }
        return true;
    }
}
