package dev.pixstream.server.dialect.json;

import dev.pixstream.core.model.Credit;
import dev.pixstream.core.model.MessageFormat;
import dev.pixstream.core.model.Payload;
import dev.pixstream.server.dialect.json.CanonicalReader.NotCanonicalException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The canonical form (contract, Representation), read without parsing what is not needed. */
public final class JsonFormat implements MessageFormat {
  private static final byte[] HEAD = "{\"endToEndId\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_LENGTH = 32;
  private static final Pattern DOCUMENT = Pattern.compile("(\"cpfCnpj\"\\s*:\\s*\")([^\"]*)(\")");
  private static final int SHOWN = 2;

  @Override
  public Optional<String> traceKey(Payload payload) {
    var bytes = payload.bytes();
    boolean canonical =
        bytes.length > HEAD.length + ID_LENGTH
            && Arrays.mismatch(bytes, 0, HEAD.length, HEAD, 0, HEAD.length) < 0
            && bytes[HEAD.length + ID_LENGTH] == '"';
    return canonical
        ? Optional.of(new String(bytes, HEAD.length, ID_LENGTH, StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  @Override
  public Optional<Credit> credit(Payload payload) {
    try {
      return Optional.of(read(new CanonicalReader(payload.bytes())));
    } catch (NotCanonicalException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static Credit read(CanonicalReader in) {
    in.expect("{\"endToEndId\":");
    in.skipText();
    in.expect(",\"valor\":");
    long cents = in.cents();
    in.expect(",\"pagador\":{\"nome\":");
    in.skipText();
    in.expect(",\"cpfCnpj\":");
    in.skipText();
    in.expect(",\"ispb\":");
    in.skipText();
    in.expect(",\"agencia\":");
    in.skipText();
    in.expect(",\"contaTransacional\":");
    in.skipText();
    in.expect(",\"tipoConta\":");
    in.skipText();
    in.expect("},\"recebedor\":{\"nome\":");
    in.skipText();
    in.expect(",\"cpfCnpj\":");
    in.skipText();
    in.expect(",\"ispb\":");
    in.skipText();
    in.expect(",\"agencia\":");
    var agencia = in.text();
    in.expect(",\"contaTransacional\":");
    var conta = in.text();
    in.expect(",\"tipoConta\":");
    var tipoConta = in.text();
    return new Credit(agencia, conta, tipoConta, cents);
  }

  @Override
  public String pretty(Payload payload, boolean masked) {
    var json = new String(payload.bytes(), StandardCharsets.UTF_8);
    var amount = json.replaceFirst("(?s).*?\"valor\":([0-9.]+).*", "$1");
    var pretty =
        new JsonObject(json).encodePrettily().replaceFirst("(\"valor\" : )[^,\\n]+", "$1" + amount);
    return masked
        ? DOCUMENT
            .matcher(pretty)
            .replaceAll(found -> found.group(1) + cover(found.group(2)) + found.group(3))
        : pretty;
  }

  private static String cover(String document) {
    int covered = Math.max(0, document.length() - SHOWN);
    return "•".repeat(covered) + document.substring(covered);
  }
}
