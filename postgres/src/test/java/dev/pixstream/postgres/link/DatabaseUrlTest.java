package dev.pixstream.postgres.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

final class DatabaseUrlTest {

  @ParameterizedTest
  @CsvSource({
    "postgresql://u:p@h/pix%2Bstream, u, p, pix+stream",
    "postgresql://u:p@h/pix+stream, u, p, pix+stream",
    "postgresql://u:p@h/pix%20stream, u, p, pix stream",
    "postgres://a%40b:p%3A%2F%40%25@h/db, a@b, p:/@%, db",
    "postgresql://u:a+b%20c@h/db, u, a+b c, db",
    "postgresql://u:p@h, u, p, u",
    "postgresql://u:p@h/?sslmode=disable, u, p, u",
    "postgresql://h/?user=a%2Bb&password=c+d&dbname=e%2Ff, a+b, c+d, e/f",
    "postgresql://u@h/db, u, '', db",
    "postgresql://u:p%C3%A3o@h/pag%C3%A1, u, pão, pagá",
  })
  @Tag("errors.5")
  void names_and_passwords_are_the_same_for_the_node_and_the_migrations(
      String text, String user, String password, String database) {
    var url = DatabaseUrl.parse(text);

    var node = url.options().getFirst();
    assertEquals(
        List.of(user, password, database),
        List.of(node.getUser(), node.getPassword(), node.getDatabase()));
    var migrations = new PGSimpleDataSource();
    url.describeTo(migrations);
    assertEquals(
        List.of(user, password, database),
        List.of(migrations.getUser(), migrations.getPassword(), migrations.getDatabaseName()));
  }

  @Test
  void without_a_user_it_is_that_of_the_machine() {
    var me = System.getProperty("user.name");
    assertEquals(me, DatabaseUrl.parse("postgresql://h").options().getFirst().getUser());
    assertEquals(me, DatabaseUrl.parse("postgresql://h").options().getFirst().getDatabase());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://u@pix_db/d | postgresql://pix_db:5432/d",
        "postgresql://u@[::1]:6432/d | postgresql://[::1]:6432/d",
        "postgresql://u@[::1]/d | postgresql://[::1]:5432/d",
        "postgresql://u@/d?host=a&port=7 | postgresql://a:7/d",
        "postgresql://u@a:1/d?host=%3A%3A2 | postgresql://[::2]:1/d",
        "postgresql://u@/d%0Ae?host=a | postgresql://a:5432/d?e",
        "postgresql://u@a/d?port=7 | postgresql://a:7/d",
        "postgresql://u@a/d?target_session_attrs=read-write | postgresql://a:5432/d",
        "postgresql://u@a,b/d | postgresql://a:5432,b:5432/d",
        "postgresql://u@a:1,[::2]:2,c/d | postgresql://a:1,[::2]:2,c:5432/d",
        "postgresql://u@a,b/d?port=7 | postgresql://a:7,b:7/d",
        "postgresql://u@/d?host=a,b&port=1, | postgresql://a:1,b:5432/d",
        "postgresql://u@a,b/d?target_session_attrs=primary | postgresql://a:5432,b:5432/d",
      })
  void hosts_are_read_as_libpq_reads_them(String text, String plain) {
    assertEquals(plain, DatabaseUrl.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:secret@h/d",
        "postgresql://u:secret@/d",
        "postgresql://u:secret@%2Fvar%2Frun%2Fpostgresql/d",
        "postgresql://u:secret@h/d?host=/var/run/postgresql",
        "postgresql:///d",
        "postgresql://u:secret@h:0/d",
        "postgresql://u:secret@h:65536/d",
        "postgresql://u:secret@h:x/d",
        "postgresql://u:sec%ret@h/d",
        "postgresql://u:secret@h/d%zz",
        "postgresql://u:secret@h/a/b",
        "postgresql://u:secret@h/d#x",
        "postgresql://u:secret@h@i/d",
        "postgresql://u:secret@h i/d",
        "postgresql://u:secret@h/d?sslmode=on",
        "postgresql://u:secret@h/d?sslmode=verify-full",
        "postgresql://u:secret@h/d?sslrootcert=/no/such/file",
        "postgresql://u:secret@h/d?sslmode=disable&sslmode=require",
        "postgresql://u:secret@h/d?options=-c%20jit%3Don",
        "postgresql://u:secret@h/d?hostaddr=10.0.0.1",
        "postgresql://u:secret@h/d?search_path=x",
        "postgresql://u:secret@h/d?sslmode",
        "postgresql://u:secret@h/d?target_session_attrs=any",
        "postgresql://u:secret@a,/d",
        "postgresql://u:secret@,b/d",
        "postgresql://u:secret@a,b,c/d?port=1,2",
        "postgresql://u:secret@a:1,b:2/d?host=c",
        "postgresql://u:secret@/d?host=a,/var/run/postgresql",
        "postgresql://u:secret@a,b,c,d,e,f,g,h,i,j,k/d",
        "postgresql://u:secret@a,b/d?load_balance_hosts=random",
        "postgresql://u:12/secret@h/d",
        "postgresql://u:12/secret@h",
        "postgresql://u:12?secret=x@h/d",
        "postgresql://u:secret@h/d?ssl=true",
        "postgresql://u:secret@h/d%00",
      })
  @Tag("errors.5")
  void what_is_not_taken_is_refused_without_the_password(String text) {
    var failure = assertThrows(IllegalArgumentException.class, () -> DatabaseUrl.parse(text));
    assertTrue(String.valueOf(failure.getMessage()).length() > 20, failure::getMessage);
    assertFalse(String.valueOf(failure.getMessage()).contains("secret"), failure::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://h/d?connect_timeout=5, connect_timeout",
    "postgresql://h/d?host=/var/run/postgresql, Unix socket: /var/run/postgresql",
    "postgresql://u@%2Fvar%2Frun%2Fpostgresql/d, Unix socket: /var/run/postgresql",
    "'postgresql://a,b,c/d?port=1,2', 2 ports for 3 hosts",
    "'postgresql://a,b/d?target_session_attrs=any', read-write or primary",
  })
  @Tag("errors.5")
  void what_is_not_taken_is_named(String text, String named) {
    var failure = assertThrows(IllegalArgumentException.class, () -> DatabaseUrl.parse(text));
    assertTrue(String.valueOf(failure.getMessage()).contains(named), failure::getMessage);
  }

  @Test
  @Tag("errors.5")
  void the_mode_of_tls_is_the_same_for_the_node_and_the_migrations(@TempDir Path directory)
      throws IOException {
    var roots = Files.writeString(directory.resolve("a b.pem"), "");
    var file = "&sslrootcert=" + directory + "/a%20b.pem";
    assertMode(SslMode.PREFER, "prefer", "");
    assertMode(SslMode.DISABLE, "disable", "?sslmode=disable");
    assertMode(SslMode.REQUIRE, "require", "?sslmode=require");
    assertMode(SslMode.VERIFY_CA, "verify-ca", "?sslmode=require" + file);
    assertEquals(roots.toString(), migrations("?sslmode=verify-full" + file).getSslRootCert());
  }

  private static void assertMode(SslMode node, String migrations, String parameters) {
    var url = DatabaseUrl.parse("postgresql://h/d" + parameters);
    assertEquals(node, url.options().getFirst().getSslMode());
    assertEquals(migrations, migrations(parameters).getSslMode());
  }

  private static PGSimpleDataSource migrations(String parameters) {
    var source = new PGSimpleDataSource();
    DatabaseUrl.parse("postgresql://h/d" + parameters).describeTo(source);
    return source;
  }
}
