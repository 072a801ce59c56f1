package io.github.chthosting.compose.files;

/** The command that keeps copies of files: encrypted, each piece once. */
public enum FileTool {
  /** The program BorgBackup, 1.2 or later. */
  BORG("borg"),
  /** The program restic, 0.14 or later. */
  RESTIC("restic");

  private final String program;

  FileTool(String program) {
    this.program = program;
  }

  /** Returns the program's name, as it is found in {@code PATH}. */
  public String program() {
    return program;
  }
}
