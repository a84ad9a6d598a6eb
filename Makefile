# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
#
# Every command of the project in one place; CI calls the same targets.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
MAKEFLAGS += --no-print-directory

# JDK 25 for Maven itself too: the formatter needs it.
environment = eval "$$(deploy/setup --env)"
# Warnings, errors, and what the test runners say; everything else only with V=1.
quiet := -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.surefire=info \
  -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.failsafe=info
maven = MAVEN_OPTS="$${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $(if $(V),,$(quiet))" mvn -B -ntp

# As the launcher compiles; tests that measure nothing spare themselves the better compiler.
compiled := -XX:TieredStopAtLevel=4
# As people have it and one after the other, for end-to-end tests that measure; the others let programs in Go tidy up seldom.
measured := -Dhanse.e2e.java=$(compiled) -Dhanse.e2e.gogc=100 -Dhanse.e2e.forks=1

# Stands for cli/target/hanse: made again only where a source is newer, so that a second demo starts at once.
distribution := cli/target/distribution.built

.PHONY: help demo demo-kubernetes test check format bench bench-jmh conformance fuzz mutate emptied bench-gateway bench-kubernetes bench-nodes bench-dns hostile mesh failover compatibility takeover clean lint-proto image manifests nodes bench-memory

help: ## Shows this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Joins two clusters on this machine and shows a service of one in the other (ARGS=--keep leaves them running)
	@deploy/setup demo
	$(MAKE) $(distribution)
	$(environment)
	cli/target/hanse/bin/hanse demo $(ARGS)

demo-kubernetes: ## Runs two Kubernetes clusters of real nodes on this machine, and fetches a page from a pod of one in a pod of the other
	@deploy/setup test
	$(MAKE) $(distribution)
	$(environment)
	$(maven) -q verify -Pe2e -pl e2e -am -Djacoco.skip $(ARGS) \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='KubernetesDemo' -Dfailsafe.failIfNoSpecifiedTests=false

test: ## Runs everything: contract lint, unit, property, end-to-end and container tests; what CI runs
	@deploy/setup test
	$(environment)
	$(MAKE) lint-proto
	npm ci --silent --prefix e2e/node-client
	rm -rf */target/surefire-reports */target/failsafe-reports
	result=0
	deploy/with-docker $(SHELL) -c '$(maven) -T2 verify -Pe2e -Djacoco.skip -Dmaven.test.redirectTestOutputToFile=true' || result=$$?
	deploy/count-tests || result=1
	exit $$result

check: ## Runs what needs no root: contract lint, format, static analysis, unit and property tests
	@$(environment)
	$(MAKE) lint-proto
	rm -rf */target/surefire-reports */target/failsafe-reports
	result=0
	$(maven) -T2 verify -Dmaven.test.redirectTestOutputToFile=true || result=$$?
	deploy/count-tests || result=1
	exit $$result

format: ## Formats Java and contract sources
	@$(environment)
	$(maven) -q spotless:apply
	cd proto && npm ci --silent && npm run --silent format

bench: ## Measures the tunnel beside others, and writes the tunnel section of docs/performance.md (ARGS="--only cold,routed" picks rows; under an hour)
	@deploy/setup bench
	$(environment)
	$(maven) -q package -Pe2e -pl cli,e2e -am -DskipTests -Djacoco.skip
	e2e/benchmarks/tunnel/bench.py --reps 5 --warmup 6 --far plain,wireguard-go,hanse --json e2e/target/bench-tunnel.json $(ARGS) plain bare wireguard-go openvpn nebula \
	  hanse "hanse-openssl-3.5=hanse@ROOT=$$HANSE_TOOLS/trixie" | e2e/benchmarks/tunnel/publish.py docs/performance.md

bench-jmh: ## Measures ciphers, offloads, look-ups and the whole packet path by JMH, and what they allocate (ARGS=WorkerPath limits it)
	@$(environment)
	$(maven) -q test-compile dependency:build-classpath -pl tunnel -am -Djacoco.skip -Dmdep.outputFile=target/jmh.classpath -Dmdep.includeScope=test
	cd tunnel
	"$$JAVA_HOME/bin/java" -cp "target/test-classes:target/classes:$$(cat target/jmh.classpath)" \
	  org.openjdk.jmh.Main -prof gc -rff target/jmh.txt $(ARGS)

fuzz: ## Runs the fuzz tests of the tunnel and of DNS, ten minutes each (TEST=Class#method runs one)
	@$(environment)
	targets="$(TEST)"
	[ -n "$$targets" ] || targets=$$(grep -rl --include='*FuzzTest.java' '@FuzzTest' */src/test/java | while read -r file; do
	  grep -A1 '@FuzzTest' "$$file" | sed -n "s/.* void \(\w*\)(.*/$$(basename "$$file" .java)#\1/p"
	done)
	for target in $$targets; do
	  JAZZER_FUZZ=1 $(maven) test -Djacoco.skip -Dtest="$$target" -Dsurefire.failIfNoSpecifiedTests=false -pl net,discovery,tunnel
	done

mutate: ## Changes the code in small ways and counts what the tests notice (ARGS=tunnel.session limits it; an hour and more)
	@deploy/setup mutate
	$(environment)
	$(maven) test-compile org.pitest:pitest-maven:mutationCoverage -Djacoco.skip $$(deploy/mutation options $(ARGS))
	deploy/mutation report $(ARGS)

emptied: ## Has each class of control plane and gateway do nothing, and names those that no test misses (ARGS=views limits it; a quarter of an hour)
	@deploy/setup mutate
	$(environment)
	$(maven) -q test-compile dependency:build-classpath -pl control-plane,gateway -am -Djacoco.skip \
	  -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
	deploy/emptied/run $(ARGS)

bench-gateway: ## Measures how long a gateway takes to its first packet, and the memory of an endpoint with fifty peers at 1 Gbit/s
	@deploy/setup lab
	$(MAKE) $(distribution)
	$(environment)
	$(maven) -q verify -Pe2e -pl e2e -am -Djacoco.skip \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false $(measured) -Dit.test='ManyPeersBenchmark,GatewayStartBenchmark' -Dfailsafe.failIfNoSpecifiedTests=false

bench-kubernetes: ## Measures how fast exports and changes get into a real API server, beside a client that only makes the same objects, and a gateway's memory there (on a quiet machine)
	@deploy/setup test
	$(MAKE) $(distribution)
	$(environment)
	$(maven) -q verify -Pe2e -pl e2e -am -Djacoco.skip $(ARGS) \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false $(measured) -Dit.test='KubernetesBenchmark' -Dfailsafe.failIfNoSpecifiedTests=false

bench-memory: ## Measures the memory of a gateway that writes, in the minute after an import (ARGS=-Dhanse.bench.distributions=A:B compares distributions)
	@deploy/setup test
	$(MAKE) $(distribution)
	$(environment)
	$(maven) -q verify -Pe2e -pl e2e -am -Djacoco.skip $(ARGS) \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false $(measured) -Dit.test='KubernetesMemoryBenchmark' -Dfailsafe.failIfNoSpecifiedTests=false

bench-nodes: ## Measures on two clusters of real nodes what pods carry through the tunnel, and how soon exports are reached (on a quiet machine, half an hour; ARGS=-Dhanse.bench.tries=50)
	@deploy/setup test
	$(MAKE) $(distribution)
	$(environment)
	$(maven) -q verify -Pe2e -pl e2e -am -Djacoco.skip $(ARGS) \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false $(measured) -Dit.test='NodeBenchmark,ExportBenchmark' -Dfailsafe.failIfNoSpecifiedTests=false

conformance: ## Runs the conformance cases, and what reads and writes Kubernetes, against the API server and controllers of another version (KUBERNETES=1.34.4; built once, a quarter of an hour; no pods)
	@[ -n "$(KUBERNETES)" ] || { echo "make conformance KUBERNETES=VERSION: the version is missing, as 1.34.4" >&2; exit 2; }
	deploy/setup test
	$(MAKE) $(distribution)
	$(environment)
	e2e/kubernetes-tools/older "$(KUBERNETES)" "$$HANSE_TOOLS/kubernetes-$(KUBERNETES)"
	PATH="$$HANSE_TOOLS/kubernetes-$(KUBERNETES):$$PATH"
	kube-apiserver --version
	$(maven) verify -Pe2e -pl e2e -am -Djacoco.skip $(ARGS) -Dmaven.test.redirectTestOutputToFile=true -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test='ConformanceIT,DefinitionsIT,KubernetesSourceIT,KubernetesImportsIT,ServiceAddressIT,OwnChangesIT,ImportWriterIT,WriterRoleIT,WriterFaultsIT,ConditionsIT,ClusterPropertyIT,UninstallIT,DiagnoseIT,CorefileIT,ChartIT,InstallIT,NodeEventsIT' \
	  -Dfailsafe.failIfNoSpecifiedTests=false

nodes: ## Replaces everything on two clusters of real nodes under load with kube-proxy by iptables (PROXY=nftables: as make test does)
	@deploy/setup test
	$(MAKE) $(distribution)
	$(environment)
	$(maven) -q verify -Pe2e -pl e2e -am -Djacoco.skip -Dhanse.nodes.proxy=$(or $(PROXY),iptables) $(ARGS) \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false $(measured) -Dit.test='NodePathIT' -Dfailsafe.failIfNoSpecifiedTests=false

hostile: ## Attacks real processes beside honest load, each attack for 30 s, and holds the honest ones' times to their limits (on a quiet machine)
	@deploy/setup lab
	$(MAKE) $(distribution)
	$(environment)
	$(maven) -q verify -Pe2e -pl e2e -am -Djacoco.skip -Dhanse.hostile.seconds=30 -Dhanse.hostile.measures=true \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='HostileIT' -Dfailsafe.failIfNoSpecifiedTests=false

mesh: ## Lets a hundred gateways in one process go through partitions, one-way loss, restarts, new addresses and clocks that are set, once for each of 1,000 seeds (SEEDS=, GATEWAYS=; SEED= runs one)
	@$(environment)
	$(maven) -q test -pl tunnel -am -Djacoco.skip -Dtest='MeshLab' -Dsurefire.failIfNoSpecifiedTests=false -Dtest.heap=6g \
	  -Dhanse.mesh.gateways=$(or $(GATEWAYS),100) -Dhanse.mesh.seed=$(or $(SEED),1) -Dhanse.mesh.seeds=$(if $(SEED),1,$(or $(SEEDS),1000)) $(ARGS)

bench-dns: ## Measures DNS beside Knot and gdnsd, and writes the DNS section of docs/performance.md (ARGS="--repetitions 9")
	@deploy/setup bench
	$(environment)
	$(maven) -q package -Pe2e -pl cli,e2e -am -DskipTests -Djacoco.skip
	e2e/benchmarks/dns/bench.py --work e2e/target/bench-dns $(ARGS)

failover: ## Kills, stops and drains one of a cluster's two gateways under load, 20 times each, and holds the stalls of connections to their limits (on a quiet machine)
	@deploy/setup lab
	$(environment)
	$(maven) -q verify -Pe2e -pl cli,e2e -am -Djacoco.skip -Dhanse.failover.measures=true -Dhanse.failover.rounds=20 $(ARGS) \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false $(measured) -Dit.test='FailoverIT,FailoverLab' -Dfailsafe.failIfNoSpecifiedTests=false

compatibility: ## Runs control planes and gateways of this commit and of another one together, and swaps them (BEFORE=COMMIT)
	@[ -n "$(BEFORE)" ] || { echo "make compatibility BEFORE=COMMIT: the commit to run beside this one is missing" >&2; exit 2; }
	deploy/setup demo
	$(MAKE) $(distribution)
	before=e2e/target/before
	trap 'git worktree remove --force "$$before"' EXIT
	git worktree add --quiet --detach "$$before" "$(BEFORE)"
	$(environment)
	(cd "$$before" && $(maven) -q package -pl cli -am -DskipTests -Djacoco.skip)
	e2e/compatibility/run "$$before/cli/target/hanse" cli/target/hanse

takeover: ## Ends, kills, freezes and cuts off the gateway that writes into Kubernetes and times the other one, kills it 20 times, and listens for a quarter of an hour (BEFORE=COMMIT: beside that version too; on a quiet machine)
	@deploy/setup test
	$(MAKE) $(distribution)
	$(environment)
	before=$(CURDIR)/cli/target/hanse
	if [ -n "$(BEFORE)" ]; then
	  tree=e2e/target/before
	  trap 'git worktree remove --force "$$tree"' EXIT
	  git worktree add --quiet --detach "$$tree" "$(BEFORE)"
	  (cd "$$tree" && $(maven) -q package -pl cli -am -DskipTests -Djacoco.skip)
	  before=$(CURDIR)/$$tree/cli/target/hanse
	fi
	$(maven) -q verify -Pe2e -pl e2e -am -Djacoco.skip -Dhanse.before="$$before" -Dhanse.takeover.all=true -Dhanse.takeover.measures=true \
	  -Dhanse.kills=20 -Dhanse.quiet.seconds=900 \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false $(measured) -Dit.test=WriterTakeoverIT -Dfailsafe.failIfNoSpecifiedTests=false

clean: ## Removes what builds made
	@$(environment)
	$(maven) -q clean
	rm -rf proto/node_modules e2e/node-client/node_modules

image: ## Builds the container image hanse:dev from the working tree
	@deploy/setup lab
	$(environment)
	$(maven) -q package -pl cli -am -DskipTests -Djacoco.skip
	deploy/image/build hanse:dev

manifests: ## Writes the bases for kustomize in deploy/kubernetes from the charts
	@deploy/setup test
	$(environment)
	deploy/helm/render

$(distribution): $(shell find pom.xml */pom.xml */src/main deploy/launcher -type f)
	@$(environment)
	$(maven) -q package -pl cli -am -DskipTests -Djacoco.skip
	deploy/launcher/train
	touch $@

lint-proto:
	@cd proto
	npm ci --silent
	npm run --silent lint
	npm run --silent breaking
