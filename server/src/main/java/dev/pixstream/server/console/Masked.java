package dev.pixstream.server.console;

import dev.pixstream.core.model.Payload;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A stored message for eyes: on several lines, with CPF and CNPJ covered unless asked for. */
final class Masked {
  private static final Pattern DOCUMENT = Pattern.compile("(\"cpfCnpj\"\\s*:\\s*\")([^\"]*)(\")");
  private static final int SHOWN = 2;

  private Masked() {}

  /** Line by line; amounts keep the form that was stored. */
  static String pretty(Payload payload) {
    var json = new String(payload.bytes(), StandardCharsets.UTF_8);
    var amount = json.replaceFirst("(?s).*?\"valor\":([0-9.]+).*", "$1");
    return new JsonObject(json)
        .encodePrettily()
        .replaceFirst("(\"valor\" : )[^,\\n]+", "$1" + amount);
  }

  /** The same with all but the last two characters of each CPF and CNPJ covered. */
  static String masked(Payload payload) {
    return DOCUMENT
        .matcher(pretty(payload))
        .replaceAll(found -> found.group(1) + cover(found.group(2)) + found.group(3));
  }

  private static String cover(String document) {
    int covered = Math.max(0, document.length() - SHOWN);
    return "•".repeat(covered) + document.substring(covered);
  }
}
