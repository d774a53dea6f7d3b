package dev.pixstream.server.security.tokens;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a token by its form, before any key is looked at (RFC 7515, 7519, 8725). */
final class TokenFormTest {
  private static final String HEADER = "{\"alg\":\"ES256\"}";
  private static final String CLAIMS = "{\"exp\":4102444800}";
  private static final String SIGNATURE = base64("s".repeat(64));

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String base64(String text) {
    return base64(text.getBytes(UTF_8));
  }

  private static String token(String header, String claims) {
    return base64(header) + "." + base64(claims) + "." + SIGNATURE;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"ES256\"}",
        " { \"alg\" : \"ES256\" , \"typ\" : \"JWT\" } ",
        "{\"alg\":\"ES256\",\"typ\":\"jwt\"}",
        "{\"alg\":\"ES256\",\"typ\":\"application/JWT\"}",
        "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"a\"}",
        "{\"alg\":\"ES256\",\"b64\":true,\"other\":{\"a\":[1,2]}}",
        "{\"alg\":\"RS256\"}",
        "{\"alg\":\"PS512\"}",
        "{\"alg\":\"EdDSA\"}",
        "{\"alg\":\"ES256\",\"jku\":\"https://other.test/\",\"jwk\":{\"kty\":\"EC\"}}"
      })
  @Tag("access.9")
  void a_header_that_is_understood(String header) {
    assertTrue(TokenForm.read(token(header, CLAIMS)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "\"ES256\"",
        "{\"alg\":null}",
        "{\"alg\":[\"ES256\"]}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"es256\"}",
        "{\"alg\":\"ES256 \"}",
        "{\"alg\":\"ES384\"}",
        "{\"alg\":\"ES512\"}",
        "{\"alg\":\"none\",\"alg\":\"ES256\"}",
        "{\"alg\":\"ES256\",\"\\u0061lg\":\"ES256\"}",
        "{\"alg\":\"ES256\",\"x\":{\"a\":1,\"a\":2}}",
        "{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"ES256\",\"crit\":[]}",
        "{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":true}",
        "{\"alg\":\"ES256\",\"b64\":false}",
        "{\"alg\":\"ES256\",\"typ\":\"logout+jwt\"}",
        "{\"alg\":\"ES256\",\"typ\":1}",
        "{\"alg\":\"ES256\",\"kid\":1}",
        "{\"alg\":\"ES256\",\"kid\":null}",
        "{\"alg\":\"ES256\"}{}",
        "{\"alg\":\"ES256\"} x",
        "{\"alg\":\"ES256\"",
        "{'alg':'ES256'}",
        "{\"alg\":\"ES256\",}",
        "{\"alg\":\"ES256\"/* */}",
        "\uFEFF{\"alg\":\"ES256\"}"
      })
  @Tag("access.9")
  void a_header_that_is_not(String header) {
    assertEquals(Optional.empty(), TokenForm.read(token(header, CLAIMS)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"exp\":4102444800.5}",
        "{\"exp\":4.1024448e9}",
        "{\"exp\":-1}",
        "{\"exp\":1,\"nbf\":0,\"iat\":-5}",
        "{\"exp\":1,\"aud\":\"a\"}",
        "{\"exp\":1,\"aud\":[\"a\",\"b\"]}",
        "{\"exp\":1,\"iss\":\"a\",\"sub\":\"b\",\"jti\":\"c\"}"
      })
  @Tag("access.9")
  void claims_of_the_right_form(String claims) {
    assertTrue(TokenForm.read(token(HEADER, claims)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"exp\":null}",
        "{\"exp\":true}",
        "{\"exp\":\"4102444800\"}",
        "{\"exp\":1e300}",
        "{\"exp\":1e999999999}",
        "{\"exp\":9223372036854775807}",
        "{\"exp\":99999999999999999999999}",
        "{\"exp\":NaN}",
        "{\"exp\":1,\"exp\":4102444800}",
        "{\"exp\":1,\"nbf\":\"0\"}",
        "{\"exp\":1,\"nbf\":-1e300}",
        "{\"exp\":1,\"iat\":[]}",
        "{\"exp\":1,\"aud\":1}",
        "{\"exp\":1,\"aud\":[]}",
        "{\"exp\":1,\"aud\":[\"a\",1]}",
        "{\"exp\":1,\"aud\":null}",
        "{\"exp\":1,\"iss\":[\"a\"]}",
        "{\"exp\":1,\"sub\":1}",
        "{\"exp\":1,\"jti\":{}}"
      })
  @Tag("access.9")
  void claims_of_another_form(String claims) {
    assertEquals(Optional.empty(), TokenForm.read(token(HEADER, claims)));
  }

  static Stream<String> otherEncodings() {
    var header = base64(HEADER);
    var claims = base64(CLAIMS);
    // The last of its four bits that count for nothing is set.
    var loose = SIGNATURE.substring(0, SIGNATURE.length() - 1) + "x";
    return Stream.of(
        header + "." + claims,
        header + "." + claims + ".",
        header + "." + claims + "." + SIGNATURE + ".",
        header + "." + claims + "." + SIGNATURE + "." + SIGNATURE,
        header + "." + claims + "." + SIGNATURE + "=",
        header + "." + claims + "." + SIGNATURE + "==",
        header + "." + claims + "." + SIGNATURE + " ",
        " " + header + "." + claims + "." + SIGNATURE,
        header + "=." + claims + "." + SIGNATURE,
        header + "." + claims + "\n." + SIGNATURE,
        header + "." + claims + "." + loose,
        header + "." + claims + "." + SIGNATURE.replace('c', '+'),
        header + "." + claims + "." + base64("s".repeat(63)),
        header + "." + claims + "." + base64("s".repeat(65)),
        header + "." + claims + "." + base64(new byte[64]),
        header + "." + claims + "." + base64("s".repeat(32) + "\0".repeat(32)),
        header + "." + claims + "." + base64("\0".repeat(32) + "s".repeat(32)),
        // As ASN.1, which is not how a token has it (RFC 7518, 3.4).
        header + "." + claims + "." + base64("0D" + "s".repeat(68)),
        base64(HEADER.getBytes(UTF_16)) + "." + claims + "." + SIGNATURE,
        base64("{\"alg\":\"ES256\",\"x\":\"é\"}".getBytes(ISO_8859_1))
            + "."
            + claims
            + "."
            + SIGNATURE);
  }

  @ParameterizedTest
  @MethodSource("otherEncodings")
  @Tag("access.9")
  void what_could_be_written_in_two_ways_is_no_token(String token) {
    assertEquals(Optional.empty(), TokenForm.read(token));
  }

  @Test
  void the_name_of_its_key_is_known() {
    var form = TokenForm.read(token("{\"alg\":\"ES256\",\"kid\":\"k\"}", CLAIMS)).orElseThrow();

    assertEquals("k", form.keyId().orElseThrow());
    assertEquals("ES256", form.algorithm());
  }
}
