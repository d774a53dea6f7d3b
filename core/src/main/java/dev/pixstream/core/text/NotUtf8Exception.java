package dev.pixstream.core.text;

import java.io.IOException;

/** A file that is in another encoding; the message completes a sentence that names the file. */
public final class NotUtf8Exception extends IOException {
  private static final long serialVersionUID = 1;

  NotUtf8Exception(String message) {
    super(message);
  }
}
