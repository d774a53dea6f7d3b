package dev.pixstream.server.dialect.json;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.pix.PixMessage;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.server.json.InvalidBodyException;
import java.util.List;

/** Pix messages to and from JSON (contract, Representation). Safe for use by many threads. */
public final class PixMessageJson {

  private final MessageWriter writer = new MessageWriter();
  private final BodyReader reader = new BodyReader();

  /**
   * The canonical form: the contract's order of members, no white space, two decimals, UTF-8 with
   * nothing escaped but what JSON demands. Equal messages have equal bytes.
   */
  public byte[] write(PixMessage message) {
    return writer.write(message);
  }

  /**
   * Reads one message (an object) or 1 to 1,000 of them (an array), strictly.
   *
   * @param body UTF-8, at most a few MiB: its bound is the caller's
   * @param recebedor the ISPB that every message must be for
   * @throws InvalidBodyException if anything in the body is not as the contract wants it
   */
  public List<PixMessage> read(byte[] body, Ispb recebedor) {
    return reader.read(body, recebedor, message -> message);
  }

  /** As {@link #read}, each message in the form that is stored, made before the next is read. */
  public List<NewMessage> canonical(byte[] body, Ispb recebedor) {
    return reader.read(body, recebedor, this::canonical);
  }

  /** A message in the form that is stored. */
  public NewMessage canonical(PixMessage message) {
    return new NewMessage(
        LaneId.json(message.recebedor().ispb()),
        message.endToEndId().key(),
        new Payload(writer.write(message)));
  }
}
