package dev.pixstream.cli;

import java.util.List;

/** The pixstream command. */
public final class PixStream {

  private PixStream() {}

  public static void main(String[] arguments) {
    System.out.println("pixstream " + List.of(arguments));
  }
}
