package io.github.chthosting.compose.internal.files;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileToolException;
import io.github.chthosting.compose.files.FileToolProblem;
import io.github.chthosting.http.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/** Kept by BorgBackup: one archive a part. */
final class BorgRepository implements Repository {
  private final ToolProcess borg;

  BorgRepository(FileRepository repository) {
    borg =
        new ToolProcess(repository, Map.of("BORG_REPO", repository.location()), "BORG_PASSPHRASE");
  }

  @Override
  public void make() {
    try {
      labels();
    } catch (FileToolException e) {
      if (e.problem() != FileToolProblem.NO_REPOSITORY) {
        throw e;
      }
      borg.run("init", "--encryption", "repokey-blake2", "--make-parent-dirs");
    }
  }

  @Override
  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    String text = borg.run("list", "--json").output();
    try {
      Json.mapper()
          .readTree(text)
          .path("archives")
          .forEach(
              each -> labels.put(each.path("name").asString(""), each.path("name").asString("")));
      return labels;
    } catch (JacksonException e) {
      throw new HostingException("borg list", "borg list: its answer is not JSON", false, e);
    }
  }

  @Override
  public void copy(String label, List<Path> paths) {
    List<String> words = new ArrayList<>(List.of("create", "--exclude", "*.compact*"));
    words.addAll(List.of("--exclude", "*/.delete", "--", "::" + label));
    paths.forEach(path -> words.add(path.toString()));
    ToolProcess.Said said = borg.ask(null, words);
    // Databases grow while they are read: that alone is no failure.
    boolean grown =
        said.exitCode() == 1
            && said.notes().stream()
                .allMatch(line -> line.isBlank() || line.contains("file changed while we backed"));
    if (said.exitCode() != 0 && !grown) {
      FileToolException failure = borg.failed(words, said);
      if (said.exitCode() == 1) {
        forget(List.of(label));
      }
      throw failure;
    }
  }

  @Override
  public void restore(String id, Path folder) {
    borg.run(folder, List.of("extract", "::" + id));
  }

  @Override
  public void forget(Collection<String> ids) {
    for (String id : ids) {
      if (id.isBlank()) {
        // It would mean the whole repository.
        throw new IllegalArgumentException("an archive has a name");
      }
      borg.run("delete", "::" + id);
    }
    borg.run("compact");
  }

  @Override
  public void check() {
    borg.run("check", "--verify-data");
  }
}
