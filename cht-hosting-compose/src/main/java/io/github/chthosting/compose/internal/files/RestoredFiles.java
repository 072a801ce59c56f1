package io.github.chthosting.compose.internal.files;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.env.EnvFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Files of a copy below a folder of their own, and where they belong.
 *
 * @param scratch where they were restored
 * @param name of the copy
 * @param to the folder of the installation that they become
 */
record RestoredFiles(Path scratch, String name, Path to) {

  /** The folder that was made for the copy, wherever it lay. */
  static Path stage(Path scratch, String name) throws IOException {
    Path end = Path.of(".cht-hosting", "files", name);
    try (Stream<Path> all =
        Files.find(scratch, 40, (path, is) -> is.isDirectory() && path.endsWith(end))) {
      return all.findFirst()
          .orElseThrow(
              () ->
                  new VerificationFailedException(
                      "look at the copy " + name,
                      "the copy has no manifest: take another one",
                      null));
    }
  }

  static Path below(Path scratch, Path absolute) {
    return scratch.resolve(absolute.toString().substring(1));
  }

  void place() throws IOException {
    Path stage = stage(scratch, name);
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
   * The new place of a path: within the folder as before; what lay elsewhere is put into it under
   * its last name, with a number if another data folder has that name, since disks of several nodes
   * often look alike.
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
}
