package io.github.chthosting.compose.files;

/** The command that keeps copies of files: encrypted, each piece once. */
public enum FileTool {
  /** BorgBackup 1.2 or later. */
  BORG("borg"),
  /** restic 0.14 or later. */
  RESTIC("restic");

  private final String program;

  FileTool(String program) {
    this.program = program;
  }

  /** As it is found in {@code PATH}. */
  public String program() {
    return program;
  }
}
