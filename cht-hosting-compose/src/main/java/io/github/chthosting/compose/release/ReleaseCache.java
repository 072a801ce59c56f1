package io.github.chthosting.compose.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Keeps what another source gave. */
final class ReleaseCache implements ReleaseSource {
  private final ReleaseSource source;
  private final ReleaseFolder kept;
  private final ReleaseCatalogue catalogue;

  ReleaseCache(ReleaseSource source, Path folder) {
    this.source = source;
    this.kept = new ReleaseFolder(folder);
    this.catalogue = new ReleaseCatalogue(folder.resolve("catalogue.json"));
  }

  @Override
  public synchronized Release fetch(ChtVersion version, Topology topology) {
    boolean changing = version.kind() == ChtVersion.Kind.BRANCH;
    if (kept.holds(version, topology) && !changing) {
      return checked(kept.fetch(version, topology));
    }
    try {
      return keep(source.fetch(version, topology), changing);
    } catch (UnreachableException e) {
      if (kept.holds(version, topology)) {
        return checked(kept.fetch(version, topology));
      }
      throw e;
    }
  }

  /** The versions of the source; those that are kept, while it cannot be reached. */
  @Override
  public List<ChtVersion> versions() {
    try {
      return source.versions();
    } catch (UnreachableException e) {
      return kept.versions();
    }
  }

  /**
   * The file of the upgrade service. It has no version, so it is fetched each time; the kept one is
   * the fallback.
   */
  @Override
  public synchronized ReleaseFile upgradeService() {
    try {
      ReleaseFile file = source.upgradeService();
      ComposeFile.parse(file.name(), file.text());
      write(kept.upgradeFolder().resolve(file.name()), file.text());
      return file;
    } catch (UnreachableException e) {
      if (kept.holdsUpgradeService()) {
        return kept.upgradeService();
      }
      throw e;
    }
  }

  private Release checked(Release release) {
    release.files().forEach(file -> catalogue.check(release.version(), file));
    return release;
  }

  private Release keep(Release release, boolean changing) {
    if (!changing) {
      checked(release);
    }
    // Broken files are told before they are kept.
    release.composeFiles();
    Path folder = kept.of(release.version());
    for (ReleaseFile file : release.files()) {
      write(folder.resolve(file.name()), file.text());
      catalogue.record(release.version(), file);
    }
    return release;
  }

  static void write(Path file, String text) {
    try {
      DurableFolder.create(file.resolveSibling("."), Permissions.READABLE);
      DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), Permissions.READABLE);
    } catch (IOException e) {
      throw new HostingException("write " + file, file + " cannot be written: " + e, false, e);
    }
  }
}
