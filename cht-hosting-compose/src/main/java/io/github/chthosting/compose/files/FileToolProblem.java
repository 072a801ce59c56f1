package io.github.chthosting.compose.files;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The causes by which borg or restic fail, told from what borg 1.2 and restic 0.14 say. */
public enum FileToolProblem {
  NO_COMMAND("there is no such command: install it (borgbackup, restic)", "$^"),
  WRONG_PASS_PHRASE(
      "the pass phrase is not that of the repository: look at its file",
      "passphrase supplied in .* is incorrect|wrong password or no key found"),
  NO_REPOSITORY(
      "there is no repository: check the location, or make a first copy",
      "Repository .* does not exist|is not a valid repository"
          + "|Is there a repository at the following location|unable to open config file"),
  LOCKED(
      "another process uses the repository: wait for it",
      "Failed to create/acquire the lock|already locked|unable to create lock"),
  NO_SPACE("the disk is full: make room there", "No space left on device|no space left on device"),
  UNREADABLE(
      "a file could not be read, so the copy would not be whole: run as root, or try again if the file was deleted meanwhile",
      "Permission denied|permission denied|source data could not be read|No such file"),
  TIMED_OUT("it did not end in time and was stopped; run it again to continue", "$^"),
  OTHER("", "$^");

  private final String advice;
  private final Pattern pattern;

  FileToolProblem(String advice, String words) {
    this.advice = advice;
    this.pattern = Pattern.compile(words);
  }

  /** Returns what it means and what to do; empty for {@link #OTHER}. */
  public String advice() {
    return advice;
  }

  /** The first that any of these lines tells of; {@link #OTHER} if none does. */
  public static FileToolProblem of(List<String> lines) {
    return Arrays.stream(values())
        .filter(each -> lines.stream().anyMatch(line -> each.pattern.matcher(line).find()))
        .findFirst()
        .orElse(OTHER);
  }
}
