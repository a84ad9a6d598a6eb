// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import java.time.Duration;

/** What a gateway does about the Lease next. */
sealed interface LeaseMove {

    /** Nothing, unless the Lease changes before. */
    record Wait(Duration longest) implements LeaseMove {}

    /** There is none: makes it, as its holder; {@code alone}: for this cluster's own endpoints only. */
    record Create(boolean alone) implements LeaseMove {}

    /** Nobody holds it any more: takes it; {@code alone}: for this cluster's own endpoints only. */
    record Take(SeenLease from, boolean alone) implements LeaseMove {

        Take(SeenLease from) {
            this(from, false);
        }
    }

    /** Says that it is still there; {@code alone}: for this cluster's own endpoints only. */
    record Renew(SeenLease from, boolean alone) implements LeaseMove {

        Renew(SeenLease from) {
            this(from, false);
        }
    }

    /** Lets another one have it. */
    record Release(SeenLease from, Why why) implements LeaseMove {}

    /** Why a gateway lets another one have it. */
    enum Why {
        AWAY("the control plane is away"),
        UNKNOWN("there is no view yet, or it is not known that this API server is the registered cluster's"),
        END("this gateway ends");

        private final String words;

        Why(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
