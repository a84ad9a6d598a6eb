// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SharedMap;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects what names lead to in a cluster that gives services addresses of its own: there, on the service's ports, and never to an endpoint that may listen elsewhere. */
class OwnAddressDnsTest {

    private static final String WEB = "web.shop.svc.clusterset.local";
    private static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);
    private static final ClusterAddresses NOT_YET = ClusterAddresses.of(SharedMap.empty());

    private final Asker asker = new Asker();

    private static TestView view() {
        return new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .listening("s", "http/tcp/8080", "shop/web", "west", "10.2.0.1", "10.2.0.2")
                .headless("shop/db", "sql/tcp/5432")
                .listening("s", "sql/tcp/15432", "shop/db", "west", "10.2.0.3,db-0");
    }

    private static ClusterAddresses web(List<ServicePort> ports, String... ips) {
        return ClusterAddresses.of(SharedMap.copyOf(Map.of(
                ServiceName.parse("shop/web"),
                new ServiceAddress(
                        Arrays.stream(ips).map(InetAddress::ofLiteral).toList(), ports))));
    }

    private String ask(String name, String type) {
        return asker.text(name, type).replaceAll("clusterset.local. 5 SOA.*", "SOA");
    }

    @Test
    void namesLeadToTheAddressAndServiceRecordsToTheServicesPort() {
        asker.publish(view().version(7), web(List.of(HTTP), "10.96.0.5", "fd00:96::5"));

        assertThat(ask(WEB, "A")).isEqualTo("NOERROR\n" + WEB + ". 5 A 10.96.0.5\n");
        assertThat(ask(WEB, "AAAA")).isEqualTo("NOERROR\n" + WEB + ". 5 AAAA fd00:96:0:0:0:0:0:5\n");
        assertThat(ask("_http._tcp." + WEB, "SRV"))
                .isEqualTo("NOERROR\n_http._tcp." + WEB + ". 5 SRV 0 100 80 " + WEB + ".\n");
        assertThat(ask(WEB, "SRV")).isEqualTo("NOERROR\n" + WEB + ". 5 SRV 0 100 80 " + WEB + ".\n");
    }

    @Test
    void namesOfHeadlessServicesLeadToEndpointsAndTheirPorts() {
        asker.publish(view().version(7), web(List.of(HTTP), "10.96.0.5"));

        assertThat(ask("db.shop.svc.clusterset.local", "A"))
                .isEqualTo("NOERROR\ndb.shop.svc.clusterset.local. 5 A 10.2.0.3\n");
        assertThat(ask("_sql._tcp.db.shop.svc.clusterset.local", "SRV"))
                .isEqualTo("NOERROR\n_sql._tcp.db.shop.svc.clusterset.local. 5 SRV 0 100 15432"
                        + " db-0.west.db.shop.svc.clusterset.local.\n");
    }

    @Test
    void thereIsNoDataBeforeThereIsAnAddress() {
        asker.publish(view().version(7), NOT_YET);

        assertThat(ask(WEB, "A")).isEqualTo("NOERROR\nSOA\n");
        assertThat(ask(WEB, "AAAA")).isEqualTo("NOERROR\nSOA\n");
        assertThat(ask(WEB, "SRV")).isEqualTo("NOERROR\nSOA\n");
        assertThat(ask("_http._tcp." + WEB, "SRV")).isEqualTo("NOERROR\nSOA\n");
    }

    @Test
    void answersFollowTheAddressThoughTheViewStaysAsItWas() {
        var view = view().version(7);
        long before = asker.publish(view, NOT_YET).soa().serial();
        long after = asker.publish(view, web(List.of(HTTP), "10.96.0.5")).soa().serial();
        assertThat(ask(WEB, "A")).contains(" A 10.96.0.5\n");
        assertThat(after).isGreaterThan(before);

        asker.publish(view, web(List.of(HTTP), "10.96.0.6"));
        assertThat(ask(WEB, "A")).isEqualTo("NOERROR\n" + WEB + ". 5 A 10.96.0.6\n");
        asker.publish(view, NOT_YET);
        assertThat(ask(WEB, "A")).isEqualTo("NOERROR\nSOA\n");
        asker.publish(view, ClusterAddresses.NONE);
        assertThat(ask(WEB, "A")).contains(" A 10.2.0.1\n", " A 10.2.0.2\n");
    }

    @Test
    void theAddressStaysWhereNobodyIsReadyOrReached() {
        ClusterAddresses address = web(List.of(HTTP), "10.96.0.5");
        asker.publish(view().version(7), address, "west");
        assertThat(ask(WEB, "A")).contains(" A 10.96.0.5\n");

        asker.publish(view().listening("s", "http/tcp/8080", "shop/web", "west").version(8), address);
        assertThat(ask(WEB, "A")).contains(" A 10.96.0.5\n");
        assertThat(ask("_http._tcp." + WEB, "SRV")).contains(" 80 " + WEB + ".\n");
    }

    @Test
    void aPortThatAnotherOneExcludesFromTheAddressLeadsToEndpoints() {
        TestView view = new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80", "admin/tcp/80", "later/tcp/90")
                .listening("s", "http/tcp/8080 admin/tcp/8081", "shop/web", "west", "10.2.0.1");
        asker.publish(view.version(7), web(List.of(HTTP), "10.96.0.5"));

        assertThat(ask("_admin._tcp." + WEB, "SRV"))
                .isEqualTo("NOERROR\n_admin._tcp." + WEB + ". 5 SRV 0 100 8081 10-2-0-1.west." + WEB + ".\n");
        assertThat(ask("10-2-0-1.west." + WEB, "A")).contains(" A 10.2.0.1\n");
        assertThat(ask("_later._tcp." + WEB, "SRV"))
                .as("the Service does not have it yet")
                .isEqualTo("NOERROR\nSOA\n");
        assertThat(ask(WEB, "A")).isEqualTo("NOERROR\n" + WEB + ". 5 A 10.96.0.5\n");
    }

    @Test
    void aServiceWithoutPortsHasNoAddressAndLeadsToEndpoints() {
        TestView view = new TestView("east").clusterSetIp("shop/web").endpoints("shop/web", "west", "10.2.0.1");
        asker.publish(view.version(7), NOT_YET);

        assertThat(ask(WEB, "A")).contains(" A 10.2.0.1\n");
    }
}
