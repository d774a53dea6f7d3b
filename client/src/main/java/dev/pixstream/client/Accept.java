package dev.pixstream.client;

/** Which representation a collector asks for (contract, Representation). */
public enum Accept {
  /** Exactly one message with each answer, a JSON object. */
  JSON("application/json", 1),
  /** 1 to 10 messages with each answer, a JSON array. */
  MULTIPART("multipart/json", 10);

  private final String mediaType;
  private final int messagesMax;

  Accept(String mediaType, int messagesMax) {
    this.mediaType = mediaType;
    this.messagesMax = messagesMax;
  }

  /** The value of the header {@code Accept}. */
  public String mediaType() {
    return mediaType;
  }

  /** How many messages an answer has at most. */
  public int messagesMax() {
    return messagesMax;
  }
}
