package io.github.chthosting.compose.engine;

import io.github.chthosting.platform.PlatformException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code docker} command failed. The message quotes its last lines. */
public class DockerException extends PlatformException {
  private static final long serialVersionUID = 1L;
  private static final int QUOTED = 5;

  private final DockerProblem problem;

  DockerException(
      DockerCommand command,
      DockerProblem problem,
      int exitCode,
      List<String> lines,
      @Nullable Throwable cause) {
    super(
        command.toString(),
        message(command, problem, exitCode, lines),
        problem.isRetryable(),
        command.project(),
        command.service(),
        exitCode,
        cause);
    this.problem = problem;
  }

  /** Returns the cause, as far as the command's words tell it. */
  public DockerProblem problem() {
    return problem;
  }

  private static String message(
      DockerCommand command, DockerProblem problem, int exitCode, List<String> lines) {
    StringBuilder text = new StringBuilder(command.toString()).append(':');
    if (exitCode >= 0) {
      text.append(" exit code ").append(exitCode);
    }
    if (!problem.advice().isEmpty()) {
      text.append(exitCode >= 0 ? " - " : " ").append(problem.advice());
    }
    List<String> told = lines.stream().filter(line -> !line.isBlank()).toList();
    told.subList(Math.max(0, told.size() - QUOTED), told.size())
        .forEach(line -> text.append("\n  | ").append(line));
    return text.toString();
  }
}
