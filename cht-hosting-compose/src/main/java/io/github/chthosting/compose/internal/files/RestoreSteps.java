package io.github.chthosting.compose.internal.files;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileSnapshot;
import io.github.chthosting.compose.files.FileSnapshot.Part;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Brings copies back, first below a folder of their own, and into their places when verified. */
public final class RestoreSteps implements Capability {
  private static final int QUOTED = 5;

  @Override
  public Set<String> actions() {
    return Set.of(
        "check-repository",
        "restore-files",
        "check-nodes",
        "verify-files",
        "place-files",
        "remove-scratch");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws IOException {
    Path scratch = Path.of(step.arguments().getOrDefault("scratch", ""));
    switch (step.action()) {
      case "check-repository" -> Repository.of(FileRepository.of(step.arguments())).check();
      case "restore-files" -> restore(step, scratch);
      case "check-nodes" -> checkNodes(step, scratch);
      case "verify-files" -> verify(step, scratch);
      case "place-files" -> place(step, scratch, Path.of(step.argument("to")));
      default -> Trees.delete(scratch);
    }
  }

  private static void restore(Step step, Path scratch) throws IOException {
    Files.createDirectories(scratch);
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwx------"));
    Repository repository = Repository.of(FileRepository.of(step.arguments()));
    FileSnapshot snapshot =
        repository.snapshots().stream()
            .filter(each -> each.name().equals(step.argument("name")))
            .findFirst()
            .orElseThrow(() -> gone(step));
    String id = snapshot.ids().getOrDefault(Part.valueOf(step.argument("part")), "");
    if (id.isEmpty()) {
      throw gone(step);
    }
    repository.restore(id, scratch);
  }

  private static HostingException gone(Step step) {
    return new HostingException(
        step.toString(),
        step.argument("name") + " is not whole in the repository any more: plan another one",
        false,
        null);
  }

  /** The folder that was made for the copy, wherever it lay. */
  private static Path stage(Step step, Path scratch) throws IOException {
    Path end = Path.of(".cht-hosting", "files", step.argument("name"));
    try (Stream<Path> all =
        Files.find(scratch, 40, (path, is) -> is.isDirectory() && path.endsWith(end))) {
      return all.findFirst()
          .orElseThrow(
              () ->
                  new VerificationFailedException(
                      step.toString(), "the copy has no manifest: take another one", null));
    }
  }

  private static void checkNodes(Step step, Path scratch) throws IOException {
    Set<String> there = Set.copyOf(FileManifest.read(stage(step, scratch)).nodes());
    Set<String> wanted = Set.of(step.argument("nodes").split(",", -1));
    if (!there.equals(wanted)) {
      throw new PlanRefusedException(
          step.toString(),
          List.of(
              ("the maps of this copy name %s, and the nodes are to be %s: they would start"
                      + " without documents. Start it under the old names, then change them by"
                      + " NodePlans.rename, or restore by a backup of documents")
                  .formatted(
                      there.isEmpty() ? "nodes that were not noted" : sorted(there),
                      sorted(wanted))));
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static Path below(Path scratch, Path absolute) {
    return scratch.resolve(absolute.toString().substring(1));
  }

  private static void verify(Step step, Path scratch) throws IOException {
    Map<String, Prefix> hashes = FileManifest.read(stage(step, scratch)).hashes();
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Prefix> each : hashes.entrySet()) {
      if (!each.getValue().isOf(below(scratch, Path.of(each.getKey())))) {
        wrong.add(each.getKey());
      }
    }
    if (hashes.isEmpty() || !wrong.isEmpty()) {
      throw new VerificationFailedException(
          step.toString(),
          "%s: %d of %d files are missing or not what was copied: %s. Take another copy; what was restored is in %s"
              .formatted(
                  step.argument("name"),
                  wrong.size(),
                  hashes.size(),
                  wrong.subList(0, Math.min(QUOTED, wrong.size())),
                  scratch),
          null);
    }
  }

  private static void place(Step step, Path scratch, Path to) throws IOException {
    if (!Files.exists(scratch)) {
      return;
    }
    Path stage = stage(step, scratch);
    FileManifest manifest = FileManifest.read(stage);
    Layout old = manifest.where();
    for (Path data : manifest.data()) {
      Trees.move(below(scratch, data), placed(data, manifest, to));
    }
    Path folder = below(scratch, old.folder());
    Path environment = below(scratch, old.environment());
    if (Files.exists(environment)) {
      settings(EnvFile.read(environment), manifest, to).write(environment);
    }
    for (Path file : files(old)) {
      Path from = below(scratch, file);
      if (!from.startsWith(folder)) {
        Trees.move(from, placed(file, manifest, to));
      }
    }
    // The manifest goes last: it says where the rest belongs.
    Path own = to.resolve(".cht-hosting").resolve("restored");
    if (Files.isDirectory(folder)) {
      moveAllBut(folder, stage, to);
    }
    Trees.move(stage, own);
    Trees.delete(scratch);
  }

  private static List<Path> files(Layout layout) {
    List<Path> all = new ArrayList<>(layout.files());
    all.add(layout.environment());
    return all;
  }

  private static void moveAllBut(Path folder, Path stage, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        if (!each.startsWith(stage)) {
          Trees.move(each, to.resolve(folder.relativize(each)));
        }
      }
    }
  }

  /**
   * Within the folder as before; what lay elsewhere is put into it under its last name, with a
   * number if another data folder has that name: disks of several nodes often look alike.
   */
  private static Path placed(Path path, FileManifest manifest, Path to) {
    Path usual = usual(path, manifest, to);
    boolean taken =
        manifest.data().stream()
            .anyMatch(each -> !each.equals(path) && usual(each, manifest, to).equals(usual));
    int number = manifest.data().indexOf(path);
    boolean within = path.startsWith(manifest.where().folder());
    return taken && number >= 0 && !within
        ? usual.resolveSibling(usual.getFileName() + "-" + (number + 1))
        : usual;
  }

  private static Path usual(Path path, FileManifest manifest, Path to) {
    Path folder = manifest.where().folder();
    return path.startsWith(folder)
        ? to.resolve(folder.relativize(path))
        : to.resolve(String.valueOf(path.getFileName()));
  }

  private static EnvFile settings(EnvFile file, FileManifest manifest, Path to) {
    EnvFile changed = file;
    Path folder = manifest.where().folder();
    for (Map.Entry<String, String> each : file.values().entrySet()) {
      String value = each.getValue();
      boolean within = value.equals(folder.toString()) || value.startsWith(folder + "/");
      boolean data = manifest.data().stream().anyMatch(path -> path.toString().equals(value));
      if (within || data) {
        changed = changed.with(each.getKey(), placed(Path.of(value), manifest, to).toString());
      }
    }
    return changed;
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws IOException {
    if (step.action().equals("place-files")) {
      throw new PlanRefusedException(
          "take back " + step.action(), List.of("files are between two places: resume"));
    }
    if (step.action().equals("restore-files")) {
      Trees.delete(Path.of(step.argument("scratch")));
    }
  }
}
