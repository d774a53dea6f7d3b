package dev.pixstream.cli;

/** Something that is on or off. */
enum Switch {
  ON,
  OFF;

  boolean isOn() {
    return this == ON;
  }
}
