package io.github.chthosting.compose.deployment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of an installation. Immutable: every method returns a changed copy.
 *
 * @param mode who starts the CHT's containers. Default {@link StartedBy#STANDARD}
 * @param archives files of {@code docker save} to load images from, for sites without a registry.
 *     Default none
 * @param smallHostAccepted whether less memory, CPUs and disk than the CHT needs are no reason to
 *     refuse. Default no
 */
public record InstallOptions(StartedBy mode, List<Path> archives, boolean smallHostAccepted) {
  public InstallOptions {
    archives = List.copyOf(archives);
  }

  /** Returns the options of the CHT's Docker guide, with the upgrade service. */
  public static InstallOptions standard() {
    return new InstallOptions(StartedBy.STANDARD, List.of(), false);
  }

  /** Returns options without the upgrade service. */
  public static InstallOptions direct() {
    return new InstallOptions(StartedBy.DIRECT, List.of(), false);
  }

  /** Returns the same options in another mode. */
  public InstallOptions mode(StartedBy other) {
    return new InstallOptions(other, archives, smallHostAccepted);
  }

  /** Loads images from a file of {@code docker save} before any is asked of a registry. */
  public InstallOptions loading(Path archive) {
    List<Path> all = new ArrayList<>(archives);
    all.add(archive.toAbsolutePath().normalize());
    return new InstallOptions(mode, all, smallHostAccepted);
  }

  /**
   * Returns the same options, but for tests and try-outs: they go on where the host is smaller than
   * the CHT asks for.
   */
  public InstallOptions acceptingSmallHost() {
    return new InstallOptions(mode, archives, true);
  }
}
