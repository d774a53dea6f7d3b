package dev.pixstream.core.model;

import java.util.Arrays;

/**
 * The bytes of one message as they were stored and as every delivery sends them. They are not to be
 * changed.
 */
public final class Payload {
  private final byte[] bytes;

  /** Takes the array over, without a copy. */
  public Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The array itself, without a copy. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The length alone: payloads do not belong into logs. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
