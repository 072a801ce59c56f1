package io.github.chthosting.compose.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program named docker that says what a test wants to hear. */
public final class FakeDocker {
  private FakeDocker() {}

  /** Prints {@code notes} to standard error and ends with {@code code}. */
  public static DockerCli failing(Path folder, int code, String notes) throws IOException {
    return script(folder, "cat >&2 <<'END'\n" + notes + "\nEND\nexit " + code).build();
  }

  /** Runs a shell script instead. */
  public static DockerCli.Builder script(Path folder, String body) throws IOException {
    Path program = folder.resolve("docker");
    Files.writeString(program, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return DockerCli.builder().program(program.toString());
  }
}
