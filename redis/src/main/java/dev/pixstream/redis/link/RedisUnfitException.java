package dev.pixstream.redis.link;

/** Redis can't be used; the message says why, and what to do. */
public final class RedisUnfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RedisUnfitException(String message) {
    super(message);
  }

  public RedisUnfitException(String message, Throwable cause) {
    super(message, cause);
  }
}
