package dev.pixstream.server.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class of contract tests: its constructor gets a {@link Service} of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServiceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@interface ContractTest {
  /** How long a pull waits at most. Tests of what happens during a wait leave it long. */
  int waitMs() default 8_000;

  /** How many nodes share the database, 1 or 2. */
  int nodes() default 1;

  boolean generator() default true;

  /** Whether faults can be ordered. */
  boolean faults() default false;

  /** Whether lanes of the ICOM are served. */
  boolean icom() default false;

  /** Whether the nodes process what was confirmed. Off where the test is the worker. */
  boolean worker() default true;
}
