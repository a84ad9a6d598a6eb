// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsTls;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.yaml.SocketAddressText;
import dev.hanse.gateway.GatewayConfig;
import dev.hanse.gateway.SourceSettings;
import dev.hanse.gateway.SourceSettings.ConsulSettings;
import dev.hanse.gateway.SourceSettings.FileSettings;
import dev.hanse.gateway.TunnelSettings;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.yaml.YamlMapping;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code gateway.yaml}. Relative paths count from the folder of the file. */
public final class GatewayFile {

    /** Default of {@code data-dir}. */
    static final Path DEFAULT_DATA_DIR = Path.of("/var/lib/hanse/gateway");

    private final Path folder;

    private GatewayFile(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the file.
     *
     * @throws dev.hanse.cli.output.CommandFailure with the place and what was expected
     */
    public static GatewayConfig read(Path file) {
        GatewayFile reader = new GatewayFile(file.toAbsolutePath().resolveSibling(""));
        return ConfigFile.read(file, keys -> reader.config(keys.mapping()));
    }

    private GatewayConfig config(YamlMapping root) {
        ClusterId cluster = root.value("cluster", ClusterId::new);
        String name = root.text("name");
        Path dataDir = root.optionalValue("data-dir", folder::resolve).orElse(DEFAULT_DATA_DIR);
        Optional<Path> joinTokenFile = root.optionalValue("join-token-file", folder::resolve);
        List<IpPrefix> podPrefixes = root.values("pod-prefixes", IpPrefix::parse);
        List<IpPrefix> servicePrefixes = root.values("service-prefixes", IpPrefix::parse);
        InetSocketAddress statusListen = root.optionalValue("status-listen", SocketAddressText::parseLiteral)
                .orElse(GatewayConfig.DEFAULT_STATUS_LISTEN);
        Optional<YamlMapping> sources = root.mapping("sources");
        Optional<YamlMapping> dns = root.mapping("dns");
        Optional<YamlMapping> tunnel = root.mapping("tunnel");
        SourceSettings sourceSettings = sources.map(this::sources).orElse(SourceSettings.NONE);
        DnsConfig dnsConfig = dns.map(mapping -> dns(mapping, dataDir)).orElse(DnsConfig.DEFAULT);
        Optional<TunnelSettings> tunnelSettings = tunnel.map(GatewayFile::tunnel);
        root.rejectUnknown();
        return new GatewayConfig(
                cluster,
                name,
                dataDir,
                joinTokenFile,
                podPrefixes,
                servicePrefixes,
                statusListen,
                sourceSettings,
                dnsConfig,
                tunnelSettings);
    }

    private SourceSettings sources(YamlMapping sources) {
        Optional<FileSettings> file = sources.mapping("file").map(this::file);
        Optional<ConsulSettings> consul = sources.mapping("consul").map(this::consul);
        sources.rejectUnknown();
        return new SourceSettings(file, consul);
    }

    private FileSettings file(YamlMapping file) {
        Path path = file.value("path", folder::resolve);
        file.rejectUnknown();
        return new FileSettings(path);
    }

    private ConsulSettings consul(YamlMapping consul) {
        URI address = consul.value("address", URI::create);
        Optional<Path> tokenFile = consul.optionalValue("token-file", folder::resolve);
        consul.rejectUnknown();
        return new ConsulSettings(address, tokenFile);
    }

    private DnsConfig dns(YamlMapping dns, Path dataDir) {
        List<InetSocketAddress> listen =
                dns.has("listen") ? dns.values("listen", SocketAddressText::parseLiteral) : DnsConfig.DEFAULT.listen();
        String zone = dns.optionalText("zone").orElse(DnsConfig.DEFAULT_ZONE);
        int workers = dns.number("workers", 1, DnsConfig.MAX_WORKERS, DnsConfig.DEFAULT.workers());
        String identity = dns.optionalText("identity").orElse(DnsConfig.DEFAULT.identity());
        boolean clusterQualifiedNames = dns.flag("cluster-qualified-names", DnsConfig.DEFAULT.clusterQualifiedNames());
        int responsesPerSecond = dns.number(
                "responses-per-second", 0, DnsConfig.MAX_RESPONSES_PER_SECOND, DnsConfig.DEFAULT.responsesPerSecond());
        Optional<DnsTls> tls = dns.mapping("tls").map(this::dnsTls);
        Optional<Path> signingKey = dns.mapping("dnssec").map(dnssec -> signingKey(dnssec, dataDir));
        dns.rejectUnknown();
        return new DnsConfig(
                listen, zone, workers, identity, clusterQualifiedNames, responsesPerSecond, tls, signingKey);
    }

    private DnsTls dnsTls(YamlMapping tls) {
        InetSocketAddress listen =
                tls.optionalValue("listen", SocketAddressText::parseLiteral).orElse(DnsTls.DEFAULT_LISTEN);
        Path certificate = tls.value("certificate", folder::resolve);
        Path privateKey = tls.value("private-key", folder::resolve);
        tls.rejectUnknown();
        return new DnsTls(listen, certificate, privateKey);
    }

    private Path signingKey(YamlMapping dnssec, Path dataDir) {
        Path file = dnssec.optionalValue("key-file", folder::resolve)
                .orElseGet(() -> folder.resolve(dataDir).resolve(DnsConfig.DEFAULT_KEY_FILE));
        dnssec.rejectUnknown();
        return file;
    }

    private static TunnelSettings tunnel(YamlMapping tunnel) {
        String device = tunnel.optionalText("device").orElse(TunnelSettings.DEFAULT_DEVICE);
        InetSocketAddress listen =
                tunnel.optionalValue("listen", SocketAddressText::parseLiteral).orElse(TunnelSettings.DEFAULT_LISTEN);
        List<InetSocketAddress> advertise = tunnel.values("advertise", SocketAddressText::parseLiteral);
        List<CipherSuite> ciphers = tunnel.has("ciphers")
                ? tunnel.values("ciphers", text -> EnumName.parse(CipherSuite.class, text))
                : TunnelSettings.DEFAULT_CIPHERS;
        int workers = tunnel.number("workers", 1, TunnelConfig.MAX_WORKERS, TunnelSettings.DEFAULT_WORKERS);
        List<Integer> cpus = tunnel.values("cpus", GatewayFile::cpu);
        int tunQueueLength = tunnel.number(
                "tun-queue-length",
                TunnelConfig.MIN_TUN_QUEUE_LENGTH,
                TunnelConfig.MAX_TUN_QUEUE_LENGTH,
                TunnelConfig.TUN_QUEUE_LENGTH);
        int socketBufferOctets = tunnel.number(
                "socket-buffer-octets",
                TunnelConfig.MIN_SOCKET_BUFFER_OCTETS,
                TunnelConfig.MAX_SOCKET_BUFFER_OCTETS,
                TunnelConfig.SOCKET_BUFFER_OCTETS);
        EngineChoice engine = choice(tunnel, "engine", EngineChoice.AUTO);
        TunnelConfig.Edge edge = choice(tunnel, "edge", TunnelConfig.Edge.AUTO);
        tunnel.rejectUnknown();
        return new TunnelSettings(
                device, listen, advertise, ciphers, workers, cpus, tunQueueLength, socketBufferOctets, engine, edge);
    }

    private static <E extends Enum<E>> E choice(YamlMapping mapping, String key, E otherwise) {
        return mapping.optionalValue(key, text -> EnumName.parse(otherwise.getDeclaringClass(), text))
                .orElse(otherwise);
    }

    private static int cpu(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: the number of a processor)");
        }
        return Integer.parseInt(text);
    }
}
