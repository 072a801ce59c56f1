package io.github.chthosting.compose.files;

import io.github.chthosting.platform.PlatformException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signals that borg or restic failed. The message quotes its last lines. */
public class FileToolException extends PlatformException {
  private static final long serialVersionUID = 1L;
  private static final int QUOTED = 5;

  private final FileToolProblem problem;

  /**
   * @param command the program and its first argument
   * @param exitCode -1 if it did not end by itself, or never began
   */
  public FileToolException(
      String command,
      FileToolProblem problem,
      int exitCode,
      List<String> lines,
      @Nullable Throwable cause) {
    super(
        command,
        message(command, problem, exitCode, lines),
        problem == FileToolProblem.LOCKED || problem == FileToolProblem.TIMED_OUT,
        "",
        "",
        exitCode,
        cause);
    this.problem = problem;
  }

  /** Returns the cause, as far as the program's words tell it. */
  public FileToolProblem problem() {
    return problem;
  }

  private static String message(
      String command, FileToolProblem problem, int exitCode, List<String> lines) {
    StringBuilder text = new StringBuilder(command).append(':');
    text.append(exitCode < 0 ? "" : " exit code " + exitCode);
    text.append(problem.advice().isEmpty() ? "" : " - " + problem.advice());
    List<String> told = lines.stream().filter(line -> !line.isBlank()).toList();
    told.subList(Math.max(0, told.size() - QUOTED), told.size())
        .forEach(line -> text.append("\n  | ").append(line));
    return text.toString();
  }
}
