package dev.pixstream.redis;

import dev.pixstream.core.processing.Payment;
import dev.pixstream.core.processing.PaymentProcessor;
import java.util.List;

/** A processor in one expression. */
record TestProcessor(Body body) implements PaymentProcessor {
  /** What it does. */
  interface Body {
    void process(List<Payment> payments) throws Exception;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public void process(List<Payment> payments) throws Exception {
    body.process(payments);
  }
}
