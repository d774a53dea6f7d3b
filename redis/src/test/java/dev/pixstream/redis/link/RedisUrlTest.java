package dev.pixstream.redis.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisUrlTest {

  @ParameterizedTest
  @CsvSource({
    "redis://:a+b@host, default, a+b",
    "redis://:a%2Bb%20c@host, default, a+b c",
    "'redis://pix:%40%3A%2F%25%2C@host', pix, '@:/%,'",
    "redis://p%C3%ADx:s%C3%A3o@host, píx, são",
    "redis://pix:a:b@host, pix, a:b",
    "redis://pix:@host, pix, ''",
  })
  @Tag("errors.4")
  void the_account_is_percent_decoded_and_a_plus_is_a_plus(
      String url, String user, String password) {
    assertEquals(Optional.of(new RedisAccount(user, password)), RedisUrl.parse(url).account());
  }

  @Test
  void a_host_may_have_an_underscore_and_an_address_of_ipv6_brackets() {
    assertEquals(
        List.of(
            new RedisAddress("pix_redis.my_net", 6379),
            new RedisAddress("::1", 7000),
            new RedisAddress("10.0.0.1", 7001)),
        RedisUrl.parse("redis://u:p@pix_redis.my_net,redis://[::1]:7000/,10.0.0.1:7001/0")
            .addresses());
  }

  @Test
  void messages_name_addresses_and_no_account() {
    assertEquals("rediss://[::1]:6379", RedisUrl.parse("rediss://u:secret@[::1]").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host:6379",
        "http://host",
        "redis://",
        "redis://host:0",
        "redis://host:65536",
        "redis://ho st",
        "redis://user@host",
        "redis://:a%2@host",
        "redis://:a%ZZ@host",
        "redis://:%ff@host",
        "redis://:%00@host",
        "redis://host/1",
        "redis://host?db=1",
        "redis://host#part",
        "redis://:secret/word@host",
        "redis://:se@cret@host/3",
        "redis://a,",
        "redis://u:secret@a,rediss://u:secret@b",
        "redis://u:secret@a,redis://v:secret@b",
        "rediss://pix_redis",
      })
  @Tag("errors.4")
  void what_is_not_taken_is_refused_without_the_password(String url) {
    var failure = assertThrows(IllegalArgumentException.class, () -> RedisUrl.parse(url));
    assertTrue(String.valueOf(failure.getMessage()).length() > 20, failure::getMessage);
    assertFalse(String.valueOf(failure.getMessage()).contains("secret"), failure::getMessage);
  }

  @Test
  void certificates_need_tls() {
    var trust = RedisTrust.OF_MACHINE;
    assertTrue(RedisUrl.parse("rediss://host").withTrust(trust).tls());
    assertThrows(
        IllegalArgumentException.class, () -> RedisUrl.parse("redis://host").withTrust(trust));
  }
}
