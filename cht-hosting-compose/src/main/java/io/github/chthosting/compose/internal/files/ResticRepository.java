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
import tools.jackson.databind.JsonNode;

/** Kept by restic: one snapshot a part, its label a tag. */
final class ResticRepository implements Repository {
  private final ToolProcess restic;

  ResticRepository(FileRepository repository) {
    restic =
        new ToolProcess(
            repository, Map.of("RESTIC_REPOSITORY", repository.location()), "RESTIC_PASSWORD");
  }

  @Override
  public void make() {
    try {
      restic.run("cat", "config");
    } catch (FileToolException e) {
      if (e.problem() != FileToolProblem.NO_REPOSITORY) {
        throw e;
      }
      restic.run("init");
    }
  }

  @Override
  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    String text = restic.run("snapshots", "--json", "--no-lock").output();
    try {
      for (JsonNode each : Json.mapper().readTree(text.isBlank() ? "[]" : text)) {
        each.path("tags")
            .forEach(tag -> labels.put(tag.asString(""), each.path("id").asString("")));
      }
      return labels;
    } catch (JacksonException e) {
      throw new HostingException(
          "restic snapshots", "restic snapshots: its answer is not JSON", false, e);
    }
  }

  @Override
  public void copy(String label, List<Path> paths) {
    // Locks of processes that are gone, and no others.
    restic.run("unlock");
    List<String> words = new ArrayList<>(List.of("backup", "--quiet", "--tag", label));
    words.addAll(List.of("--exclude", "*.compact*", "--exclude", ".delete", "--"));
    paths.forEach(path -> words.add(path.toString()));
    ToolProcess.Said said = restic.ask(null, words);
    if (said.exitCode() == 3) {
      // A snapshot that lacks what could not be read.
      String id = labels().getOrDefault(label, "");
      if (!id.isEmpty()) {
        forget(List.of(id));
      }
    }
    if (said.exitCode() != 0) {
      throw restic.failed(words, said);
    }
  }

  @Override
  public void restore(String id, Path folder) {
    restic.run("restore", id, "--target", folder.toString());
  }

  @Override
  public void forget(Collection<String> ids) {
    List<String> words = new ArrayList<>(List.of("forget", "--quiet", "--prune", "--"));
    words.addAll(ids);
    restic.run(null, words);
  }

  @Override
  public void check() {
    restic.run("check", "--read-data");
  }
}
