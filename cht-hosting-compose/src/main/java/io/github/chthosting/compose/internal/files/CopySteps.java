package io.github.chthosting.compose.internal.files;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.files.FileSnapshot;
import io.github.chthosting.compose.files.FileSnapshot.Part;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies an instance's files into a repository. */
final class CopySteps {
  private static final Logger log = LoggerFactory.getLogger(CopySteps.class);

  private final Engine platform;

  CopySteps(Engine platform) {
    this.platform = platform;
  }

  static void makeRepository(MakeRepository step, Marks marks, WorkContext context) {
    Repository.of(step.repository()).make();
  }

  void copy(CopyFiles step, Marks marks, WorkContext context) throws IOException {
    Repository repository = Repository.of(step.repository());
    String label = step.name() + "." + step.part().word();
    Instance instance = platform.instance(step.layout());
    Path stage = stage(instance.layout(), step.name());
    if (!repository.labels().containsKey(label)) {
      copyPart(step.part(), label, FileSources.of(instance), stage, instance, repository);
    }
    if (step.part() == Part.SYSTEM) {
      Trees.delete(stage);
    }
  }

  /** A copy that was cut is not whole, and goes with the next retention. */
  static void removeStage(CopyFiles step, Marks marks, WorkContext context) throws IOException {
    Trees.delete(stage(step.layout(), step.name()));
  }

  private static void copyPart(
      Part part,
      String label,
      FileSources sources,
      Path stage,
      Instance instance,
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

  /** Notes the beginnings of those files that are still the same: compaction replaces files. */
  private static void note(Map<Path, Prefix.Seen> seen, Path stage) throws IOException {
    Map<String, Prefix> kept = new TreeMap<>();
    for (Map.Entry<Path, Prefix.Seen> each : seen.entrySet()) {
      if (each.getValue().isStill(each.getKey())) {
        kept.put(each.getKey().toString(), each.getValue().prefix());
      }
    }
    FileManifest.read(stage).and(kept).write(stage);
  }

  private static List<String> nodes(Instance instance) {
    try (CouchDb couch = instance.couchDb()) {
      return Cluster.of(couch).membership().members();
    } catch (HostingException e) {
      log.warn("{}: the names of its nodes are not noted: {}", instance.name(), e.getMessage());
      return List.of();
    }
  }

  /** Copies what lies in volumes: the served certificate, CouchDB's settings. */
  private static void fromContainers(Instance instance, Path stage) throws IOException {
    for (Container each : instance.containers()) {
      boolean wanted = each.service().equals("nginx") || each.service().startsWith("couchdb");
      for (Map.Entry<String, String> mount : each.mounts().entrySet()) {
        if (wanted && !mount.getValue().startsWith("/")) {
          fromVolume(instance, each, mount.getKey(), stage);
        }
      }
    }
  }

  private static void fromVolume(Instance instance, Container container, String path, Path stage)
      throws IOException {
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

  /**
   * Refuses to go on if a newer copy exists: whoever asks for the newest copy afterwards must get
   * this one, and the newer may be there in part only.
   */
  static void requireNewest(RequireNewest step, Marks marks, WorkContext context) {
    String name = step.name();
    Pattern own = ownNames(step.project());
    Repository.of(step.repository()).snapshots().stream()
        .map(FileSnapshot::name)
        .filter(each -> own.matcher(each).matches() && each.compareTo(name) > 0)
        .findFirst()
        .ifPresent(
            newer -> {
              throw new HostingException(
                  step.describe(),
                  "%s was made since this was planned, and would be taken for the last copy instead of %s: roll this back, and plan again, with no other copies meanwhile"
                      .formatted(newer, name),
                  false,
                  null);
            });
  }

  /** Names of one length, so that the later one is the greater one. */
  private static Pattern ownNames(String project) {
    return Pattern.compile(Pattern.quote(project + "-") + "\\d{8}T\\d{6}Z");
  }

  /** The repository is listed again right before: only what it has now is judged. */
  static void forget(ForgetCopies step, Marks marks, WorkContext context) {
    Repository repository = Repository.of(step.repository());
    Pattern names = ownNames(step.project());
    List<FileSnapshot> own =
        repository.snapshots().stream()
            .filter(each -> names.matcher(each.name()).matches())
            .toList();
    List<String> ids =
        step.retention().superfluous(own).stream()
            .flatMap(each -> each.ids().values().stream())
            .toList();
    if (!ids.isEmpty()) {
      repository.forget(ids);
    }
  }
}
