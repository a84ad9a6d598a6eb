// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the log against clusters that change a bad service again and again. */
class ComplaintsTest {

    private static final ServiceName WEB = ServiceName.parse("shop/web");
    private final List<String> log = new ArrayList<>();
    private final Complaints complaints = new Complaints((service, what) -> log.add(service.name() + " " + what));

    @Test
    void saysEachThingOnce() {
        for (int i = 0; i < 50; i++) {
            complaints.add("one");
            complaints.add("one");
            complaints.end(WEB);
        }
        complaints.add("two");
        complaints.end(WEB);
        assertThat(log).containsExactly("web one", "web two");
    }

    @Test
    void saysItAgainWhenItComesBack() {
        complaints.add("one");
        complaints.end(WEB);
        complaints.end(WEB);
        complaints.add("one");
        complaints.end(WEB);
        assertThat(log).containsExactly("web one", "web one");
    }

    @Test
    void saysFewThingsAboutOneService() {
        for (int i = 0; i < 5_000; i++) {
            complaints.add("thing " + i);
        }
        complaints.end(WEB);
        assertThat(log).hasSize(3);
    }

    @Test
    void remembersManyServicesAndNotAll() {
        for (int turn = 0; turn < 2; turn++) {
            for (int i = 0; i < 1_000; i++) {
                complaints.add("one");
                complaints.end(ServiceName.parse("shop/s" + i));
            }
        }
        assertThat(log).hasSize(1_000);
        for (int i = 0; i < 5_000; i++) {
            complaints.add("one");
            complaints.end(ServiceName.parse("shop/t" + i));
        }
        assertThat(log).hasSize(6_000);
    }
}
