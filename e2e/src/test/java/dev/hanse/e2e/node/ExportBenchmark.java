// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code make bench-nodes} runs besides: how long it takes from the request that makes a ServiceExport, of a Service whose pods are ready, to the first page that a pod of the other cluster gets by its name,
 * one export after the other, and which part of it is ours. Exports stay, so that the last finds all others. Results go to standard output.
 */
final class ExportBenchmark {
    private static final int TRIES = Integer.getInteger("hanse.bench.tries", 1_000);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int AT_ONCE = 100;

    /** Answers by the shell's own clock, without a process between. */
    private static final String EXPORT = """
            begun=$EPOCHREALTIME
            curl -sS --fail -o /dev/null -H 'Content-Type: application/json' \
              -d '{"apiVersion":"multicluster.x-k8s.io/v1beta1","kind":"ServiceExport","metadata":{"name":"'"$0"'"}}' \
              http://127.0.0.1:8001/apis/multicluster.x-k8s.io/v1beta1/namespaces/shop/serviceexports && echo $begun
            """;

    /** Each slice of an import with an endpoint that is ready, when the API server says so. The shell reads an octet at a time: lines of whole objects would cost it milliseconds. */
    private static final String WATCH = """
            echo watching
            curl -sSN 'http://127.0.0.1:8001/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?watch=1&labelSelector=multicluster.kubernetes.io/service-name' |
            grep --line-buffered -Po '"multicluster.kubernetes.io/service-name":"try-\\K[0-9]+(?=".*"addressType":"IPv4".*"ready":true)' |
            while read -r number; do echo "slice $number $EPOCHREALTIME"; done
            """;

    /** Asks for one name after the other until there is a page; says in µs since when the name was known, without the time in which it tried to connect, and when the page was there. What is sent to a Service that kube-proxy does not know yet is lost. */
    private static final String ASK = """
            for ((i = 1; i <= $0; i++)); do
              known=
              echo "asks $i"
              while :; do
                took=$(curl -4 -s --fail -o /dev/null --connect-timeout 0.15 --max-time 1 -w '%{time_namelookup} %{time_total}' "http://try-$i.shop.svc.clusterset.local.:8080/")
                status=$?
                now=${EPOCHREALTIME/./}
                name=${took% *}
                all=${took#* }
                [ "$name" = 0.000000 ] || known=${known:-$((now - 10#${all/./} + 10#${name/./}))}
                [ $status = 0 ] && break
                sleep 0.02
              done
              echo "page $i $known $now"
            done
            """;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static NodeBed bed;

    @BeforeAll
    static void install() {
        bed = NodeBed.start(LAB, NodeSettings.PLAIN);
        PodFederation.installToMeasure(bed);
        PodShop.open(bed);
        bed.both()
                .forEach(each ->
                        each.kubectl().start("proxy", "proxy", "--port=8001").awaitLog("Starting to serve", LIMIT));
    }

    @AfterAll
    static void end() {
        if (bed != null) {
            bed.close();
        }
    }

    @Test
    void fromAnExportToTheFirstPage() {
        services();
        TestProcess slices =
                bed.west().kubectl().host().start("slices", "bash", "-c", WATCH).awaitLog("watching", LIMIT);
        TestProcess client = client();
        List<ExportTry> tries = new ArrayList<>();
        for (int i = 1; i <= TRIES; i++) {
            tries.add(attempt(i, slices, client));
        }
        System.out.println(ExportTry.report(tries));
        assertThat(tries).hasSize(TRIES);
    }

    private static void services() {
        Kubectl east = bed.east().kubectl();
        for (int first = 1; first <= TRIES; first += AT_ONCE) {
            east.apply(IntStream.range(first, Math.min(first + AT_ONCE, TRIES + 1))
                    .mapToObj(i -> """
                            apiVersion: v1
                            kind: Service
                            metadata: {name: try-%d, namespace: shop}
                            spec: {selector: {app: web}, ports: [{name: http, port: 8080}]}
                            """.formatted(i))
                    .collect(Collectors.joining("---\n")));
        }
        Eventually.await(
                "the last Service has endpoints",
                () -> !east.get(
                                "-n",
                                "shop",
                                "get",
                                "endpointslices",
                                "-l",
                                "kubernetes.io/service-name=try-" + TRIES,
                                "-o",
                                "jsonpath={.items[*].endpoints[*].addresses}")
                        .isEmpty());
    }

    /** On a node without a gateway. */
    private static TestProcess client() {
        ClientPod pod = ClientPod.on(bed.west().workers().getFirst(), bed.west());
        return pod.cluster()
                .kubectl()
                .start("pages", "-n", "shop", "exec", pod.name(), "--", "bash", "-c", ASK, Integer.toString(TRIES));
    }

    private static ExportTry attempt(int number, TestProcess slices, TestProcess client) {
        Eventually.await(
                "try " + number + " is asked for", () -> client.logText().contains("asks " + number + "\n"));
        // Not in step with what others do once a second.
        Eventually.pass(Duration.ofMillis(50 + number * 37L % 250));
        long begun = ExportTry.micros(bed.east()
                .kubectl()
                .host()
                .run("bash", "-c", EXPORT, "try-" + number)
                .orFail()
                .output()
                .strip());
        Eventually.await(
                "a page of try " + number,
                () -> ExportTry.line("page", number, client.logText()).isPresent());
        Eventually.await(
                "the slice of try " + number,
                () -> ExportTry.line("slice", number, slices.logText()).isPresent());
        return ExportTry.of(number, begun, slices.logText(), client.logText());
    }
}
