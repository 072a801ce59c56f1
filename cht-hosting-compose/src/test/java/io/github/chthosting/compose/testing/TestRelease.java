package io.github.chthosting.compose.testing;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Release files of our own, with the services, volumes, networks and variables of the CHT's: from
 * 5.0 with Nouveau, before it with the health check in {@code cht-core.yml}.
 */
public final class TestRelease {
  private TestRelease() {}

  /** The files of a version; its images are built if need be. */
  public static Release of(TestImages images, String version, Topology topology) {
    images.build(version);
    String couchdb =
        topology == Topology.SINGLE ? ReleaseFile.COUCHDB : ReleaseFile.COUCHDB_CLUSTERED;
    ServiceTexts texts = new ServiceTexts(images, version, topology);
    return new Release(
        ChtVersion.of(version),
        java.util.List.of(
            new ReleaseFile(ReleaseFile.CORE, texts.core()),
            new ReleaseFile(couchdb, texts.couchdb())));
  }

  /** Any version, its images built when it is asked for. */
  public static ReleaseSource source(TestImages images) {
    return new ReleaseSource() {
      @Override
      public Release fetch(ChtVersion version, Topology topology) {
        return of(images, version.toString(), topology);
      }

      @Override
      public ReleaseFile upgradeService() {
        return new ReleaseFile(ReleaseFile.UPGRADE_SERVICE, TestRelease.upgradeService(images));
      }
    };
  }

  /** The text of the upgrade service's {@code docker-compose.yml}. */
  public static String upgradeService(TestImages images) {
    return ServiceTexts.upgradeService(images.upgradeService());
  }

  /** Writes a release into a folder, each file under its own name. */
  public static void write(Release release, Path folder) {
    try {
      Files.createDirectories(folder);
      for (ReleaseFile file : release.files()) {
        Files.writeString(folder.resolve(file.name()), file.text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
