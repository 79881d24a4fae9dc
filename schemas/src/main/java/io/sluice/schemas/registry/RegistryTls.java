package io.sluice.schemas.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom to trust and what to show of oneself when the registry speaks TLS. Host names are verified always. */
final class RegistryTls {

    private static final String SSL = RegistrySettings.PREFIX + "ssl.";
    private static final String TRUST_STORE = SSL + "truststore.";
    private static final String KEY_STORE = SSL + "keystore.";

    private final RegistrySettings settings;

    RegistryTls(RegistrySettings settings) {
        this.settings = settings;
    }

    /** What the settings make; empty: they say nothing, so what the JVM trusts holds. */
    Optional<SSLContext> context() {
        Optional<String> trust = settings.text(TRUST_STORE + "location");
        Optional<String> key = settings.text(KEY_STORE + "location");
        if (trust.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    key.isEmpty() ? null : keyManagers(key.get()),
                    trust.isEmpty() ? null : trustManagers(trust.get()),
                    null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS for the schema registry cannot be set up: " + e.getMessage(), e);
        }
    }

    private TrustManager[] trustManagers(String file) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(TRUST_STORE, file));
        return factory.getTrustManagers();
    }

    private KeyManager[] keyManagers(String file) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        String password = settings.text(SSL + "key.password")
                .or(() -> settings.text(KEY_STORE + "password"))
                .orElse("");
        factory.init(store(KEY_STORE, file), password.toCharArray());
        return factory.getKeyManagers();
    }

    private KeyStore store(String prefix, String file) {
        String type = settings.text(prefix + "type").orElse("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            if (type.equalsIgnoreCase("PEM") && prefix.equals(TRUST_STORE)) {
                return trusting(in);
            }
            KeyStore store = KeyStore.getInstance(type);
            store.load(
                    in,
                    settings.text(prefix + "password").map(String::toCharArray).orElse(null));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the setting " + prefix + "location names " + file + ", which cannot be read as " + type + ": " + e
                            + ". Check the file, " + prefix + "type and " + prefix + "password",
                    e);
        }
    }

    /** A store of the certificates in a PEM file. */
    private static KeyStore trusting(InputStream pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int n = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            store.setCertificateEntry("trusted-" + n++, certificate);
        }
        if (n == 0) {
            throw new IOException("there is no certificate in it, so nobody could be trusted");
        }
        return store;
    }
}
