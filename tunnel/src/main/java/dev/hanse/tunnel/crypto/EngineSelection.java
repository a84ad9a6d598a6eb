// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import dev.hanse.net.time.NanoClock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the cipher engine at start. An engine other than the JDK's must first agree with it on every suite; of those
 * that do the faster one wins. Blocks for some tens of milliseconds.
 */
public final class EngineSelection {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSelection.class);

    private final Function<Predicate<OpenSslVersion>, Optional<OpenSslEngine>> openSsl;
    private final EngineTiming timing;

    /** Looks for the system's libcrypto. */
    public EngineSelection(NanoClock nanoClock) {
        this(nanoClock, OpenSslEngine::find);
    }

    EngineSelection(NanoClock nanoClock, Function<Predicate<OpenSslVersion>, Optional<OpenSslEngine>> openSsl) {
        this.timing = new EngineTiming(nanoClock);
        this.openSsl = openSsl;
    }

    /**
     * The engine for {@code suites}.
     *
     * @throws IllegalStateException if OpenSSL was demanded and is missing or fails the self-test
     */
    public CipherEngine choose(EngineChoice choice, List<CipherSuite> suites) {
        JdkEngine jdk = new JdkEngine();
        CipherEngine chosen = switch (choice) {
            case JDK -> jdk;
            case OPENSSL -> demanded(jdk, suites);
            case AUTO -> fastest(jdk, suites);
        };
        LOG.info("cipher engine: {} (setting: {})", chosen.name(), choice);
        return chosen;
    }

    private CipherEngine demanded(JdkEngine jdk, List<CipherSuite> suites) {
        OpenSslEngine found = openSsl.apply(version -> true)
                .orElseThrow(() -> new IllegalStateException("cipher engine: OPENSSL, but libcrypto.so.3 was not found"
                        + " (expected: OpenSSL 3 installed); install it, or set AUTO or JDK"));
        if (!new EngineSelfTest(jdk).passes(found, suites)) {
            throw new IllegalStateException("cipher engine: " + found.name()
                    + " disagrees with the JDK in the self-test; replace the library, or set JDK");
        }
        return found;
    }

    private CipherEngine fastest(JdkEngine jdk, List<CipherSuite> suites) {
        Optional<OpenSslEngine> found = openSsl.apply(OpenSslVersion::fast);
        if (found.isEmpty()) {
            return jdk;
        }
        OpenSslEngine candidate = found.get();
        if (!new EngineSelfTest(jdk).passes(candidate, suites)) {
            LOG.warn("{} disagrees with the JDK in the self-test and is not used", candidate.name());
            return jdk;
        }
        return timing.measure(candidate, suites) <= timing.measure(jdk, suites) ? candidate : jdk;
    }
}
