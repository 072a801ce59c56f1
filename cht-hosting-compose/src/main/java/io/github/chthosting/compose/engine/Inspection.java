package io.github.chthosting.compose.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The answer of {@code docker inspect} for containers that were listed a moment ago. */
public final class Inspection {
  private static final Pattern GONE = Pattern.compile("No such container: (\\S+)");

  private Inspection() {}

  /**
   * Returns what it prints of those that are still there; nothing where none is. The command fails
   * as a whole if one of them has gone since, so it is run again without that one.
   *
   * @param format a Go template, printed once a container; empty for one JSON array of all
   * @throws DockerException if the engine cannot be asked
   */
  public static List<String> of(DockerCli docker, List<String> ids, String format) {
    List<String> words = new ArrayList<>(List.of("inspect", "--type", "container"));
    if (!format.isEmpty()) {
      words.addAll(List.of("--format", format));
    }
    List<String> left = new ArrayList<>(ids);
    while (!left.isEmpty()) {
      List<String> all = new ArrayList<>(words);
      all.addAll(left);
      try {
        return docker.run(DockerCommand.of(all.toArray(String[]::new))).lines();
      } catch (DockerException e) {
        if (!left.removeAll(gone(e))) {
          throw e;
        }
      }
    }
    return List.of();
  }

  private static Set<String> gone(DockerException e) {
    return GONE.matcher(e.getMessage())
        .results()
        .map((MatchResult each) -> each.group(1))
        .collect(Collectors.toSet());
  }
}
