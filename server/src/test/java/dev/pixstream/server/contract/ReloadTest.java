package dev.pixstream.server.contract;

import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Role;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may come in changes with its files, without a restart. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReloadTest {
  private static final String PATH = "/api/pix/" + Guarded.A + "/messages/none";

  private final Guarded guarded;

  ReloadTest(Guarded guarded) {
    this.guarded = guarded;
  }

  private int status(ApiKey key) {
    return guarded.send(key, "GET", PATH).status();
  }

  private int status(TestTokens issuer) {
    var token = issuer.signed(TestTokens.claims(Guarded.A, "collector"));
    return guarded.send("GET", PATH, "Authorization", "Bearer " + token).status();
  }

  @Test
  @Tag("access.14")
  void keys_come_and_go() {
    var added = Guarded.key(Optional.of(Guarded.A), Role.COLLECTOR);
    Until.holds(() -> status(added) == 401);

    guarded.write("keys", added, guarded.publisherOfA);

    Until.holds(() -> status(added) == 404);
    Until.holds(() -> status(guarded.collectorOfA) == 401);
    Until.holds(() -> status(guarded.publisherOfA) == 403);
  }

  @Test
  @Tag("access.14")
  void a_file_that_is_wrong_changes_nothing() {
    var first = Guarded.key(Optional.of(Guarded.A), Role.COLLECTOR);
    guarded.write("keys", first);
    Until.holds(() -> status(first) == 404);

    guarded.write("keys", "12345678 collector\n");
    // It is known to have been looked at when the file of tokens after it has been.
    var issuer = new TestTokens();
    guarded.write("tokens.pem", issuer.publicPem());
    Until.holds(() -> status(issuer) == 404);

    Until.holds(() -> status(first) == 404);
    var next = Guarded.key(Optional.of(Guarded.A), Role.COLLECTOR);
    guarded.write("keys", next);
    Until.holds(() -> status(next) == 404);
  }

  @Test
  @Tag("access.14")
  void tokens_that_were_verified_with_a_key_that_is_gone_are_refused() {
    var issuer = new TestTokens();
    guarded.write("tokens.pem", issuer.publicPem());
    var token = "Bearer " + issuer.signed(TestTokens.claims(Guarded.A, "collector"));
    Until.holds(() -> guarded.send("GET", PATH, "Authorization", token).status() == 404);

    guarded.write("tokens.pem", new TestTokens().publicPem());

    Until.holds(() -> guarded.send("GET", PATH, "Authorization", token).status() == 401);
  }
}
