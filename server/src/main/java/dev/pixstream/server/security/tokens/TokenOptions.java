package dev.pixstream.server.security.tokens;

import java.util.Optional;

/**
 * Which bearer tokens are believed.
 *
 * @param keys a file with public keys (PEM, or a JWK set), or the https address of a JWK set
 * @param issuer what their claim iss must be, if anything
 * @param audience what their claim aud must hold; empty: a token with that claim is for others, and
 *     refused
 */
public record TokenOptions(String keys, Optional<String> issuer, Optional<String> audience) {}
