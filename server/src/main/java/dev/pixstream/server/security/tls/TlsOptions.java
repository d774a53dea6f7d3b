package dev.pixstream.server.security.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS of the server. All files are PEM.
 *
 * @param certificate its certificate, with those between it and its authority
 * @param key its private key, PKCS #8
 * @param clients which client certificates are asked for, if any
 */
public record TlsOptions(Path certificate, Path key, Optional<ClientCertificates> clients) {}
