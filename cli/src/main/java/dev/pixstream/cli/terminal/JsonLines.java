package dev.pixstream.cli.terminal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/** One JSON object a line: time, level, logger, message, then the fields of the line. */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NONE = {};

  private final JsonFactory json = new JsonFactory();

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var bytes = new ByteArrayOutputStream(256);
    try (var line = json.createGenerator(bytes)) {
      write(event, line);
      line.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(ILoggingEvent event, JsonGenerator line) throws IOException {
    line.writeStartObject();
    line.writeStringField("time", event.getInstant().toString());
    line.writeStringField("level", event.getLevel().toString());
    line.writeStringField("logger", event.getLoggerName());
    line.writeStringField("message", Mask.apply(String.valueOf(event.getFormattedMessage())));
    var fields = Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of());
    for (KeyValuePair field : fields) {
      if (field.value instanceof Number number) {
        line.writeNumberField(field.key, number.longValue());
      } else {
        line.writeStringField(field.key, Mask.apply(String.valueOf(field.value)));
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.writeStringField("thrown", thrown.getClassName());
      line.writeStringField("stack", Mask.apply(ThrowableProxyUtil.asString(thrown)));
    }
    line.writeEndObject();
  }
}
