package dev.pixstream.cli.settings;

/** Something that is on or off. */
public enum Switch {
  ON,
  OFF;

  public boolean isOn() {
    return this == ON;
  }
}
