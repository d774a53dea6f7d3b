package dev.pixstream.server.dialect.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.InvalidMessageException;
import dev.pixstream.core.pix.PixMessage;
import dev.pixstream.server.json.InvalidBodyException;
import dev.pixstream.server.json.Position;
import dev.pixstream.server.json.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads a body of one message or an array of them. */
final class BodyReader {

  private static final int MESSAGES_MAX = 1_000;

  /**
   * The parser's own limits on numbers and strings are out of the way, because the readers' errors
   * name the member; the body's size bounds both. Depth needs no limit: a reader stops at the first
   * value of the wrong type and skips none.
   */
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNumberLength(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .build();

  /** Names come from outside: they must not fill the JVM's table of interned strings. */
  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Shape.Members shape = Shape.message();

  /**
   * Reads a body.
   *
   * @param form what becomes of each message as soon as it is read
   */
  <T> List<T> read(byte[] body, Ispb recebedor, Function<PixMessage, T> form) {
    try (var parser = json.createParser(Utf8.reader(body))) {
      return messages(parser, recebedor, form);
    } catch (JacksonException malformed) {
      throw new InvalidBodyException(
          "", "must be well-formed JSON, is not at " + Position.of(malformed.getLocation()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private <T> List<T> messages(JsonParser parser, Ispb recebedor, Function<PixMessage, T> form)
      throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new InvalidBodyException("", "must not be empty");
    }
    List<T> messages =
        first == JsonToken.START_ARRAY
            ? array(parser, recebedor, form)
            : List.of(form.apply(message(parser, "", recebedor)));
    if (parser.nextToken() != null) {
      throw new InvalidBodyException(
          "",
          "must be one JSON value, has something after it at "
              + Position.of(parser.currentTokenLocation()));
    }
    return messages;
  }

  private <T> List<T> array(JsonParser parser, Ispb recebedor, Function<PixMessage, T> form)
      throws IOException {
    var messages = new ArrayList<T>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (messages.size() == MESSAGES_MAX) {
        throw new InvalidBodyException("", "must have at most " + MESSAGES_MAX + " messages");
      }
      messages.add(form.apply(message(parser, "/" + messages.size(), recebedor)));
    }
    if (messages.isEmpty()) {
      throw new InvalidBodyException("", "must have at least one message");
    }
    return List.copyOf(messages);
  }

  private PixMessage message(JsonParser parser, String base, Ispb recebedor) throws IOException {
    var leaves = ObjectReader.read(parser, shape, base);
    try {
      var message = new MessageReader(leaves).read();
      if (!message.recebedor().ispb().equals(recebedor)) {
        throw new InvalidMessageException("/recebedor/ispb", "must be the ISPB of the path");
      }
      return message;
    } catch (InvalidMessageException fault) {
      throw new InvalidBodyException(base + fault.pointer(), fault.detail());
    }
  }
}
