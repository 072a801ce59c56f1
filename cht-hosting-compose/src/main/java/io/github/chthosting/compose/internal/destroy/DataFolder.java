package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.RealPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tells whose data a folder is. Looks at real paths: two ways may lead to one folder. */
public final class DataFolder {
  private static final String COUCHDB = "/opt/couchdb/data";

  private DataFolder() {}

  /** Containers that have it or something in it, or whose CouchDB has it within its own data. */
  public static List<String> holders(Path folder, List<Container> containers) {
    Path real = RealPath.of(folder);
    return containers.stream()
        .flatMap(
            each ->
                each.mounts().entrySet().stream()
                    .flatMap(
                        mount ->
                            held(real, mount.getKey(), mount.getValue())
                                ? Stream.of(
                                    "container %s has %s"
                                        .formatted(each.status().name(), mount.getValue()))
                                : Stream.empty()))
        .distinct()
        .toList();
  }

  private static boolean held(Path real, String destination, String source) {
    if (!source.startsWith("/")) {
      return false;
    }
    Path mounted = RealPath.of(Path.of(source));
    return mounted.startsWith(real) || (destination.equals(COUCHDB) && real.startsWith(mounted));
  }

  /** Returns whether files of the installation itself lie in it. */
  public static boolean holds(Path folder, Layout layout) {
    Path real = RealPath.of(folder);
    return Stream.of(
            layout.folder(), layout.composeFolder(), layout.ownFolder(), layout.environment())
        .anyMatch(each -> RealPath.of(each).startsWith(real));
  }

  /** Returns whether CouchDB has written there. */
  public static boolean hasDatabases(Path folder) {
    return Files.exists(folder.resolve("_dbs.couch")) || Files.exists(folder.resolve("shards"));
  }
}
