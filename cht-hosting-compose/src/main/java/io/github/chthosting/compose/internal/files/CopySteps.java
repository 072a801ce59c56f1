package io.github.chthosting.compose.internal.files;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileSnapshot;
import io.github.chthosting.compose.files.FileSnapshot.Part;
import io.github.chthosting.compose.files.Retention;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies an instance's files into a repository. */
public final class CopySteps implements Capability {
  private static final Logger log = LoggerFactory.getLogger(CopySteps.class);

  private final ComposePlatform platform;

  public CopySteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of("make-repository", "copy-files", "forget-copies", "require-newest");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws IOException {
    Repository repository = Repository.of(FileRepository.of(step.arguments()));
    switch (step.action()) {
      case "make-repository" -> repository.make();
      case "copy-files" -> copy(step, repository);
      case "require-newest" -> requireNewest(step, repository);
      default -> forget(step, repository);
    }
  }

  private void copy(Step step, Repository repository) throws IOException {
    Part part = Part.valueOf(step.argument("part"));
    String label = step.argument("name") + "." + part.word();
    ComposeInstance instance = platform.instance(Layout.of(step.arguments()));
    Path stage = stage(instance.layout(), step.argument("name"));
    if (!repository.labels().containsKey(label)) {
      copy(part, label, FileSources.of(instance), stage, instance, repository);
    }
    if (part == Part.SYSTEM) {
      Trees.delete(stage);
    }
  }

  private static void copy(
      Part part,
      String label,
      FileSources sources,
      Path stage,
      ComposeInstance instance,
      Repository repository)
      throws IOException {
    if (!Files.exists(stage.resolve(FileManifest.NAME))) {
      FileManifest.of(sources, nodes(instance)).write(stage);
    }
    List<Path> paths = sources.paths(part, stage);
    if (part == Part.VIEWS) {
      // They can be built anew, and CouchDB replaces them as it likes: no hashes.
      repository.copy(label, orNothing(paths, stage));
      return;
    }
    Map<Path, Prefix.Seen> seen =
        Prefix.all(paths.stream().filter(each -> !each.equals(stage)).toList());
    if (part == Part.SYSTEM) {
      fromContainers(instance, stage);
      note(seen, stage);
      repository.copy(label, paths);
      return;
    }
    repository.copy(label, orNothing(paths, stage));
    note(seen, stage);
  }

  /** An empty part is one too. The manifest is in the last alone, or an old one would come back. */
  private static List<Path> orNothing(List<Path> paths, Path stage) throws IOException {
    return paths.isEmpty()
        ? List.of(Files.writeString(stage.resolve("nothing"), "nothing was there\n"))
        : paths;
  }

  /** Of those that are still the same file: compaction replaces. */
  private static void note(Map<Path, Prefix.Seen> seen, Path stage) throws IOException {
    Map<String, Prefix> kept = new TreeMap<>();
    for (Map.Entry<Path, Prefix.Seen> each : seen.entrySet()) {
      if (each.getValue().isStill(each.getKey())) {
        kept.put(each.getKey().toString(), each.getValue().prefix());
      }
    }
    FileManifest.read(stage).and(kept).write(stage);
  }

  private static List<String> nodes(ComposeInstance instance) {
    try (CouchDb couch = instance.couchDb()) {
      return couch.cluster().membership().members();
    } catch (HostingException e) {
      log.warn("{}: the names of its nodes are not noted: {}", instance.name(), e.getMessage());
      return List.of();
    }
  }

  /** What lies in volumes: the served certificate, CouchDB's settings. */
  private static void fromContainers(ComposeInstance instance, Path stage) throws IOException {
    for (Container each : instance.containers()) {
      boolean wanted = each.service().equals("nginx") || each.service().startsWith("couchdb");
      for (Map.Entry<String, String> mount : each.mounts().entrySet()) {
        if (wanted && !mount.getValue().startsWith("/")) {
          fromVolume(instance, each, mount.getKey(), stage);
        }
      }
    }
  }

  private static void fromVolume(
      ComposeInstance instance, Container container, String path, Path stage) throws IOException {
    Path to = stage.resolve(VolumeCopy.name(container.service(), path));
    Trees.delete(to);
    instance
        .docker()
        .run(
            DockerCommand.of("cp", container.id() + ":" + path, to.toString())
                .about(instance.name(), container.service()));
  }

  private static Path stage(Layout layout, String name) throws IOException {
    Path stage = layout.ownFolder().resolve("files").resolve(name);
    Files.createDirectories(stage);
    Files.setPosixFilePermissions(stage, PosixFilePermissions.fromString("rwx------"));
    return stage;
  }

  /** Who asks for the newest copy afterwards, of which there may be a part only, must get this. */
  private static void requireNewest(Step step, Repository repository) {
    String name = step.argument("name");
    Pattern own = ownNames(step);
    repository.snapshots().stream()
        .map(FileSnapshot::name)
        .filter(each -> own.matcher(each).matches() && each.compareTo(name) > 0)
        .findFirst()
        .ifPresent(
            newer -> {
              throw new HostingException(
                  step.action(),
                  "%s was made since this was planned, and would be taken for the last copy instead of %s: roll this back, and plan again, with no other copies meanwhile"
                      .formatted(newer, name),
                  false,
                  null);
            });
  }

  /** Names of one length, so that the later one is the greater one. */
  private static Pattern ownNames(Step step) {
    return Pattern.compile(Pattern.quote(step.argument("project") + "-") + "\\d{8}T\\d{6}Z");
  }

  private static void forget(Step step, Repository repository) {
    Retention retention =
        new Retention(number(step, "daily"), number(step, "weekly"), number(step, "monthly"));
    Pattern names = ownNames(step);
    List<FileSnapshot> own =
        repository.snapshots().stream()
            .filter(each -> names.matcher(each.name()).matches())
            .toList();
    List<String> ids =
        retention.superfluous(own).stream().flatMap(each -> each.ids().values().stream()).toList();
    if (!ids.isEmpty()) {
      repository.forget(ids);
    }
  }

  private static int number(Step step, String name) {
    return Integer.parseInt(step.argument(name));
  }

  /** A copy that was cut is not whole, and goes with the next retention. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws IOException {
    if (step.action().equals("copy-files")) {
      Trees.delete(stage(Layout.of(step.arguments()), step.argument("name")));
    }
  }
}
