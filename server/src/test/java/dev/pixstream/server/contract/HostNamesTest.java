package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.security.authentication.HostNames;
import dev.pixstream.server.security.authentication.SecurityOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By which names a server may be asked. */
final class HostNamesTest {
  private static final SecurityOptions NONE = SecurityOptions.NONE;
  private static final SecurityOptions KEYS = NONE.withApiKeys(Path.of("keys"));
  private static final SecurityOptions INSECURE = NONE.withInsecure(true);

  private static boolean serves(HostNames names, String host) {
    return HostNames.nameIn(host).filter(names::serves).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8080",
        "localhost.",
        "pix.localhost:1",
        "127.0.0.1:8080",
        "127.9.8.7",
        "10.42.0.17:8080",
        "[::1]:8080",
        "[fe80::1]",
        "localhost:"
      })
  @Tag("access.7")
  void loopback_and_addresses_are_always_among_them(String host) {
    assertTrue(serves(HostNames.of(NONE, "127.0.0.1"), host));
    assertTrue(serves(HostNames.of(NONE.withHosts(List.of("pix.example")), "127.0.0.1"), host));
    assertTrue(serves(HostNames.of(KEYS, "0.0.0.0"), host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io",
        "256.0.0.1",
        "1.2.3.4.5",
        "2130706433",
        "pixstream",
        "xlocalhost"
      })
  @Tag("access.7")
  void a_server_for_this_machine_has_no_other(String host) {
    assertFalse(serves(HostNames.of(NONE, "127.0.0.1"), host));
    assertFalse(serves(HostNames.of(NONE, "localhost"), host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a,b",
        "user@localhost",
        "localhost/x",
        "localhost:port",
        "localhost:123456",
        "[::1",
        "::1",
        "[evil.example]",
        "local%68ost",
        "localhost#"
      })
  void an_invalid_host_is_none(String host) {
    assertTrue(HostNames.nameIn(host).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "pix.example, true",
    "PIX.example:443, true",
    "a.pix.example, false",
    "bank.example, false",
    "a.bank.example, true",
    "a.b.bank.example, true",
    "xbank.example, false",
    "my_service, true"
  })
  @Tag("access.7")
  void named_ones_are_among_them(String host, boolean served) {
    var named = List.of("Pix.Example", "*.bank.example", "my_service");

    assertEquals(served, serves(HostNames.of(NONE.withHosts(named), "127.0.0.1"), host));
    assertEquals(served, serves(HostNames.of(KEYS.withHosts(named), "0.0.0.0"), host));
    assertEquals(served, serves(HostNames.of(INSECURE.withHosts(named), "0.0.0.0"), host));
  }

  @ParameterizedTest
  @CsvSource({
    "pixstream:8080, true",
    "node_1, true",
    "pixstream.pix.svc, true",
    "pixstream.pix.svc.cluster.local, true",
    "pix.internal, true",
    "evil.example, false",
    "127.0.0.1.nip.io, false"
  })
  @Tag("access.7")
  void a_server_for_others_without_credentials_has_private_ones(String host, boolean served) {
    assertEquals(served, serves(HostNames.of(INSECURE, "0.0.0.0"), host));
  }

  @Test
  @Tag("access.7")
  void a_server_that_asks_for_credentials_has_any() {
    assertTrue(serves(HostNames.of(KEYS, "0.0.0.0"), "pix.example"));
    assertTrue(serves(HostNames.of(NONE.withHosts(List.of("*")), "127.0.0.1"), "pix.example"));
  }

  @Test
  void the_name_that_it_listens_on_is_among_them() {
    assertTrue(serves(HostNames.of(INSECURE, "node1.bank.example"), "Node1.bank.example:8080"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:8080", "http://a", "*.", "a.*", "a..b", "a b", "a/b"})
  void an_unknown_setting_is_none(String text) {
    assertFalse(HostNames.isSetting(text));
  }
}
