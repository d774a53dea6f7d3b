package dev.pixstream.server.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.Payload;
import dev.pixstream.server.dialect.json.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
  private static final String ID = "E3207498620240221192772222222222";

  private final JsonFormat format = new JsonFormat();

  private static Payload payload(String text) {
    return new Payload(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_trace_of_a_message_is_that_of_its_payment() {
    assertEquals(
        Optional.of(ID),
        format.traceKey(payload("{\"endToEndId\":\"" + ID + "\",\"valor\":1.00}")));
  }

  @Test
  void bytes_of_another_format_have_no_trace_whatever_letter_stands_where() {
    assertEquals(
        Optional.empty(), format.traceKey(payload("<Envelope xmlnsE=" + ID + ID + "></Envelope>")));
    assertEquals(Optional.empty(), format.traceKey(payload("{\"endToEndId\":\"" + ID)));
  }

  @Test
  void an_amount_beyond_all_bounds_credits_nothing() {
    var head = "{\"endToEndId\":\"" + ID + "\",\"valor\":";
    assertEquals(Optional.empty(), format.credit(payload(head + "9".repeat(30) + ".00,")));
  }
}
