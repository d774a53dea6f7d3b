package dev.pixstream.server.security.tokens;

import dev.pixstream.server.security.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tokens that were verified, by their hash, until they expire. It holds two generations of at most
 * {@value #GENERATION_MAX}: when the young one is full the old one is dropped, and what is used
 * moves to the young one. So it is bounded without a list of who was used when.
 */
public final class TokenCache {
  public static final int GENERATION_MAX = 5_000;

  private record Entry(Caller caller, Instant until) {}

  private volatile ConcurrentMap<String, Entry> young = new ConcurrentHashMap<>();
  private volatile ConcurrentMap<String, Entry> old = new ConcurrentHashMap<>();

  public Optional<Caller> find(String hash, Instant now) {
    var entry = young.get(hash);
    if (entry == null) {
      entry = old.get(hash);
      if (entry != null) {
        add(hash, entry);
      }
    }
    return Optional.ofNullable(entry)
        .filter(found -> now.isBefore(found.until()))
        .map(Entry::caller);
  }

  public void put(String hash, Caller caller, Instant until) {
    add(hash, new Entry(caller, until));
  }

  public int size() {
    return young.size() + old.size();
  }

  private synchronized void add(String hash, Entry entry) {
    if (young.size() >= GENERATION_MAX) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
    young.put(hash, entry);
  }
}
