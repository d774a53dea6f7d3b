package dev.pixstream.server.security;

import dev.pixstream.core.model.Ispb;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a file: a line each, {@code ISPB roles sha256:hash} and then anything. Blank lines
 * and those that begin with # are left out. A key is looked up by its hash, so the time it takes
 * tells nothing about other keys.
 */
public final class ApiKeys {
  private static final String HASH = "sha256:";
  private static final int NAME_LENGTH = 8;

  private final Map<String, Caller> byHash;

  private ApiKeys(Map<String, Caller> byHash) {
    this.byHash = byHash;
  }

  public Optional<Caller> find(String secret) {
    return Optional.ofNullable(byHash.get(ApiKey.hash(secret)));
  }

  public static ApiKeys read(Path file) {
    return parse(file, SecurityFiles.lines(file));
  }

  private static ApiKeys parse(Path file, List<String> lines) {
    Map<String, Caller> byHash = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(byHash, line, file + ", line " + (i + 1));
      }
    }
    return new ApiKeys(byHash);
  }

  private static void add(Map<String, Caller> byHash, String line, String where) {
    var parts = line.split("\\s+", 4);
    if (parts.length < 3 || !parts[2].matches(HASH + "[0-9a-f]{64}")) {
      throw new InvalidSecurityException(where, "expected ISPB, roles and sha256:hash");
    }
    var roles =
        Role.parseAll(parts[1])
            .orElseThrow(() -> new InvalidSecurityException(where, "expected " + Role.EXPECTED));
    var ispb = Ispb.parse(parts[0]);
    if (ispb.isEmpty() && !parts[0].equals(ApiKey.NO_ISPB)) {
      throw new InvalidSecurityException(where, "expected an ISPB, " + Ispb.EXPECTED + ", or -");
    }
    var hash = parts[2].substring(HASH.length());
    if (byHash.put(hash, caller(hash, ispb, roles, where)) != null) {
      throw new InvalidSecurityException(where, "the same key once more");
    }
  }

  private static Caller caller(String hash, Optional<Ispb> ispb, Set<Role> roles, String where) {
    if (ispb.isEmpty() && !Role.needNoIspb(roles)) {
      throw new InvalidSecurityException(
          where, "without an ISPB a key must be an admin's or one for metrics alone");
    }
    return new Caller("key:" + hash.substring(0, NAME_LENGTH), ispb, roles);
  }
}
