package io.github.chthosting.compose.internal.files;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.files.FileSnapshot.Part;
import io.github.chthosting.compose.internal.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of an instance, sorted by the part they belong to. From the folders only known files
 * are taken: an installation may lie in somebody's home.
 *
 * @param layout of the installation
 * @param data the data folders of CouchDB's nodes
 */
public record FileSources(Layout layout, List<Path> data) {
  private static final Set<String> INDEXES = Set.of(".shards", "search_indexes");
  private static final Set<String> LEFT_OUT = Set.of(".delete");

  public FileSources {
    data = data.stream().distinct().toList();
  }

  public static FileSources of(Instance instance) {
    return new FileSources(instance.layout(), instance.dataFolders());
  }

  /**
   * The paths of a part in the order in which they are read; {@code stage} is what was made for the
   * copy.
   */
  public List<Path> paths(Part part, Path stage) {
    List<Path> paths = new ArrayList<>();
    for (Path folder : data) {
      children(folder).stream().filter(each -> part(each) == part).forEach(paths::add);
    }
    if (part == Part.SYSTEM) {
      settings().forEach(paths::add);
      paths.add(stage);
    }
    return paths;
  }

  private static Part part(Path child) {
    String name = String.valueOf(child.getFileName());
    return INDEXES.contains(name)
        ? Part.VIEWS
        : name.equals("shards") ? Part.DATABASES : Part.SYSTEM;
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> !LEFT_OUT.contains(String.valueOf(each.getFileName())))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new HostingException(
          "list " + folder, folder + " cannot be read: " + e + ". Run as root", false, e);
    }
  }

  /** {@code .env}, compose files, certificates, and what databases should hold. */
  private List<Path> settings() {
    List<Path> all = new ArrayList<>(layout.files());
    all.add(layout.environment());
    all.add(layout.upgradeFile());
    all.add(layout.composeFolder().resolve(Layout.OWN_FILE));
    all.add(layout.folder().resolve("certs"));
    all.add(layout.ownFolder().resolve("certificates"));
    all.add(layout.ownFolder().resolve("databases.json"));
    return all.stream().distinct().filter(each -> isThere(each)).toList();
  }

  private static boolean isThere(Path path) {
    return !path.toString().isEmpty() && Files.exists(path);
  }
}
