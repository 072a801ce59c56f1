package io.github.chthosting.compose.deployment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of an upgrade. Immutable: every method returns a changed copy.
 *
 * @param archives files of {@code docker save} to load images from, for sites without a registry.
 *     Default none
 * @param registryMirror {@code HOST[:PORT][/PATH]} to take the images from; empty for the release's
 *     own registry, which is the default
 * @param smallDiskAccepted whether too little free disk is no reason to refuse. Default no
 * @param staging what is done while the old version still serves. Default {@link Staging#none()}
 */
public record UpgradeOptions(
    List<Path> archives, String registryMirror, boolean smallDiskAccepted, Staging staging) {
  public UpgradeOptions {
    archives = List.copyOf(archives);
  }

  /** Returns options with all defaults. */
  public static UpgradeOptions defaults() {
    return new UpgradeOptions(List.of(), "", false, Staging.none());
  }

  /** Loads images from a file of {@code docker save} before any is asked of a registry. */
  public UpgradeOptions loading(Path archive) {
    List<Path> all = new ArrayList<>(archives);
    all.add(archive.toAbsolutePath().normalize());
    return new UpgradeOptions(all, registryMirror, smallDiskAccepted, staging);
  }

  /** Returns the same options with a registry to take images from, {@code HOST[:PORT][/PATH]}. */
  public UpgradeOptions registryMirror(String mirror) {
    return new UpgradeOptions(archives, mirror, smallDiskAccepted, staging);
  }

  /**
   * Returns the same options, but goes on although the disk may fill: for those who know their
   * views are small, or will grow.
   */
  public UpgradeOptions acceptingSmallDisk() {
    return new UpgradeOptions(archives, registryMirror, true, staging);
  }

  /** Returns the same options with work to do while the old version still serves. */
  public UpgradeOptions staging(Staging way) {
    return new UpgradeOptions(archives, registryMirror, smallDiskAccepted, way);
  }
}
