package io.github.chthosting.compose.engine;

import java.util.List;

/**
 * The output of a command that succeeded.
 *
 * @param lines of its standard output
 * @param notes lines of its standard error, the last of them
 */
public record DockerAnswer(List<String> lines, List<String> notes) {
  public DockerAnswer {
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
  }

  /** Returns the standard output as one text, without the last line break. */
  public String text() {
    return String.join("\n", lines);
  }
}
