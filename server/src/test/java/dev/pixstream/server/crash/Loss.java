package dev.pixstream.server.crash;

/** Where a client loses a response on purpose. */
enum Loss {
  /** It reads the response. */
  NONE,
  /** It goes away right after asking. */
  AFTER_ASKING,
  /** It goes away when the first byte is there, before it has read the status line. */
  BEFORE_STATUS,
  /** It goes away in the middle of the body, with a reset. */
  IN_BODY,
  /** It reads everything, forgets it and goes away. */
  AFTER_READING
}
