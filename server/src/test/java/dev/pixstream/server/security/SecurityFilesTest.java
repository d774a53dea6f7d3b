package dev.pixstream.server.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.server.security.tls.CertificateAuthority;
import dev.pixstream.server.security.tls.CertificateName;
import dev.pixstream.server.security.tls.ClientCertificates;
import dev.pixstream.server.security.tokens.TokenCache;
import dev.pixstream.server.security.tokens.TokenKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of keys, and names in certificates. */
final class SecurityFilesTest {
  private static final Ispb ISPB = Ispb.parse("12345678").orElseThrow();
  private static final String HASH = "sha256:" + "0".repeat(64);

  @TempDir private Path directory = Path.of("");

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  @Tag("access.8")
  void a_key_is_found_by_its_secret_and_its_line_does_not_hold_it() throws IOException {
    var key = ApiKey.generate(Optional.of(ISPB), Set.of(Role.COLLECTOR, Role.PUBLISHER));
    var other = ApiKey.generate(Optional.of(ISPB), Set.of(Role.COLLECTOR));
    var keys = ApiKeys.read(write("keys", "# of the bank\n" + key.line() + " since June\n"));

    var caller = keys.find(key.secret()).orElseThrow();

    assertEquals(Optional.of(ISPB), caller.ispb());
    assertEquals(Set.of(Role.COLLECTOR, Role.PUBLISHER), caller.roles());
    assertTrue(keys.find(other.secret()).isEmpty());
    assertFalse(key.line().contains(key.secret().substring(10)));
    assertFalse(key.toString().contains(key.secret().substring(10)));
    assertTrue(key.secret().matches("pxs_[A-Za-z0-9_-]{43}"));
  }

  @Test
  @Tag("telemetry.5")
  void keys_that_an_editor_of_another_system_saved_are_read() throws IOException {
    var key = ApiKey.generate(Optional.of(ISPB), Set.of(Role.COLLECTOR));
    var keys = ApiKeys.read(write("keys", "\uFEFF" + key.line() + "\r\n# São Paulo\r\n"));
    assertTrue(keys.find(key.secret()).isPresent());
    var wide = directory.resolve("wide");
    Files.writeString(wide, "\uFEFF" + key.line(), StandardCharsets.UTF_16LE);
    var failure = assertThrows(InvalidSecurityException.class, () -> ApiKeys.read(wide));
    assertTrue(String.valueOf(failure.getMessage()).contains("is UTF-16"), failure::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678 collector",
        "12345678 collector sha256:00",
        "12345678 collector " + "0000",
        "1234567 collector HASH",
        "12345678 reader HASH",
        "12345678 collector,, HASH",
        "- collector HASH",
        "12345678 collector HASH\n12345678 admin HASH"
      })
  void a_wrong_line_is_named(String text) throws IOException {
    var file = write("keys", text.replace("HASH", HASH));

    var failure = assertThrows(InvalidSecurityException.class, () -> ApiKeys.read(file));

    assertTrue(String.valueOf(failure.getMessage()).contains("line "), failure::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CN; CN=12345678; 12345678",
        "CN; CN=12345678,OU=87654321; 12345678",
        "CN; cn=12345678+OU=x; 12345678",
        "OU; CN=x,OU=12345678,OU=payments; 12345678",
        "OU; OU=12345678,OU=87654321; none",
        "CN; OU=12345678; none",
        "CN; CN=ABCDEFGH\\,OU\\=12345678; none",
        "2.5.4.11; OU=12345678; 12345678",
        "2.5.4.97; CN=x,2.5.4.97=12345678; 12345678",
        "2.5.4.97; CN=12345678; none"
      })
  void a_certificate_names_by_the_attribute_that_was_chosen(
      String attribute, String subject, String expected) {
    var ca = CertificateAuthority.create("test", Duration.ofDays(1));
    var options =
        new ClientCertificates(Path.of("ca"), false, attribute, Set.of(Role.COLLECTOR), Set.of());

    var named =
        new CertificateName(options)
            .caller(ca.client(new X500Principal(subject), Duration.ofDays(1)).certificate());

    assertEquals(expected, named.flatMap(Caller::ispb).map(Ispb::value).orElse("none"));
  }

  @Test
  @Tag("access.8")
  @Tag("access.9")
  void of_a_jwk_set_only_public_keys_for_signatures_are_used() throws IOException {
    var ec = "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"";
    var file =
        write(
            "jwks",
            ("{\"keys\":[{EC,\"kid\":\"good\"},{EC,\"use\":\"enc\"},{EC,\"d\":\"AA\"},"
                    + "{\"kty\":\"oct\",\"k\":\"AA\"},{\"kty\":\"RSA\",\"alg\":\"RSA-OAEP\"},"
                    + "{\"kty\":\"RSA\",\"n\":\""
                    + "A".repeat(171)
                    + "\",\"e\":\"AQAB\"},"
                    + "{EC,\"alg\":\"ES384\"},{EC,\"key_ops\":[\"deriveKey\"]},"
                    + "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}]}")
                .replace("EC,", ec + ","));

    var keys = TokenKeys.read(file);

    assertEquals(List.of("good"), keys.jwks().stream().map(k -> k.getString("kid")).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}", "text"})
  @Tag("access.8")
  void without_a_usable_key_no_token_would_be_safe(String text) throws IOException {
    var file = write("keys", text);

    assertThrows(InvalidSecurityException.class, () -> TokenKeys.read(file));
  }

  @Test
  void keys_of_tokens_are_fetched_over_https_only() {
    assertThrows(
        InvalidSecurityException.class,
        () -> TokenKeys.fetch("http://issuer.test/jwks.json", Duration.ofSeconds(5)));
    var failure =
        assertThrows(
            InvalidSecurityException.class,
            () -> TokenKeys.fetch("https://my_issuer/jwks.json", Duration.ofSeconds(5)));
    assertTrue(String.valueOf(failure.getMessage()).contains("my_issuer is not"));
  }

  @Test
  @Tag("access.8")
  void what_is_known_of_tokens_is_bounded_and_ends() {
    var cache = new TokenCache();
    var now = Instant.now();
    for (int i = 0; i < 3 * TokenCache.GENERATION_MAX; i++) {
      cache.put("hash" + i, Caller.ANYONE, now.plusSeconds(10));
      assertTrue(cache.find("hash0", now).isPresent(), "what is used stays");
    }

    assertTrue(cache.size() <= 2 * TokenCache.GENERATION_MAX);
    assertTrue(cache.find("hash0", now.plusSeconds(10)).isEmpty());
  }
}
