package io.github.chthosting.compose.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call of {@code docker}, before it is made. Immutable: every "with" method returns a changed
 * copy.
 *
 * @param arguments each as the command gets it, none goes through a shell; no secrets, since every
 *     user of the host can list them
 * @param folder to run in; null for this process's own
 * @param project of which instance, for failures; empty for none
 * @param service of which service, for failures; empty for none
 * @param timeLimit for the whole of it; null for the default of {@link DockerCli}
 */
public record DockerCommand(
    List<String> arguments,
    @Nullable Path folder,
    String project,
    String service,
    @Nullable Duration timeLimit) {

  public DockerCommand {
    arguments = List.copyOf(arguments);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command has arguments");
    }
    if (timeLimit != null && (timeLimit.isNegative() || timeLimit.isZero())) {
      throw new IllegalArgumentException("a time limit must be positive: " + timeLimit);
    }
  }

  /** Returns the command {@code docker ARGUMENTS...}. */
  public static DockerCommand of(String... arguments) {
    return new DockerCommand(List.of(arguments), null, "", "", null);
  }

  /**
   * Returns the command {@code docker compose --project-name PROJECT [--env-file FILE] [--file
   * FILE]... ARGUMENTS...}.
   *
   * @param environment the file with the variables; null for none
   * @param files the compose files, in the order in which they override each other
   */
  public static DockerCommand compose(
      String project, @Nullable Path environment, List<Path> files, String... arguments) {
    Stream<String> options =
        environment == null ? Stream.empty() : Stream.of("--env-file", environment.toString());
    Stream<String> names = files.stream().flatMap(file -> Stream.of("--file", file.toString()));
    Stream<String> head = Stream.concat(Stream.of("compose", "--project-name", project), options);
    List<String> all = Stream.concat(Stream.concat(head, names), Stream.of(arguments)).toList();
    return new DockerCommand(all, null, project, "", null);
  }

  /** Returns the same command, run in this folder. */
  public DockerCommand in(Path newFolder) {
    return new DockerCommand(arguments, newFolder, project, service, timeLimit);
  }

  /** Returns the same command, with the project and service that a failure names. */
  public DockerCommand about(String newProject, String newService) {
    return new DockerCommand(arguments, folder, newProject, newService, timeLimit);
  }

  /** Returns the same command with a time limit for the whole of it. */
  public DockerCommand timeLimit(Duration limit) {
    return new DockerCommand(arguments, folder, project, service, limit);
  }

  /** Returns the command as it is typed: {@code docker ps --all}. */
  @Override
  public String toString() {
    return "docker " + String.join(" ", arguments);
  }
}
