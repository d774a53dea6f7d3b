package dev.pixstream.example;

import dev.pixstream.client.Batch;
import dev.pixstream.client.BatchHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Credits each payment once. Delivery is at least once, so what it has credited it remembers by
 * endToEndId; a real one does so in its database, in the transaction that credits.
 */
public final class Credits implements BatchHandler {
  private static final Pattern ID = Pattern.compile("\"endToEndId\":\"([^\"]*)\"");

  private final Set<String> credited = ConcurrentHashMap.newKeySet();
  private final Consumer<String> account;

  /**
   * Credits to an account.
   *
   * @param account is told each payment's endToEndId when it is credited
   */
  public Credits(Consumer<String> account) {
    this.account = account;
  }

  @Override
  public void handle(Batch batch) {
    for (var message : batch.messages()) {
      var id = ID.matcher(message);
      if (id.find() && credited.add(id.group(1))) {
        account.accept(id.group(1));
      }
    }
  }
}
