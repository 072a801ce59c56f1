package io.github.chthosting.compose.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with a folder for each version. */
record ReleaseFolder(Path folder) implements ReleaseSource {

  @Override
  public Release fetch(ChtVersion version, Topology topology) {
    List<ReleaseFile> files =
        Release.names(topology).stream().map(name -> read(of(version), name)).toList();
    return new Release(version, files);
  }

  @Override
  public ReleaseFile upgradeService() {
    return read(upgradeFolder(), ReleaseFile.UPGRADE_SERVICE);
  }

  @Override
  public List<ChtVersion> versions() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> Files.isRegularFile(each.resolve(ReleaseFile.CORE)))
          .flatMap(each -> BuildsServer.hosted(each.getFileName().toString().replace('+', '/')))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new HostingException("list " + folder, folder + " cannot be read: " + e, false, e);
    }
  }

  Path upgradeFolder() {
    return folder.resolve("upgrade-service");
  }

  boolean holdsUpgradeService() {
    return Files.isRegularFile(upgradeFolder().resolve(ReleaseFile.UPGRADE_SERVICE));
  }

  boolean holds(ChtVersion version, Topology topology) {
    return Release.names(topology).stream()
        .allMatch(name -> Files.isRegularFile(of(version).resolve(name)));
  }

  /** A branch may have a slash in its name. */
  Path of(ChtVersion version) {
    return folder.resolve(version.toString().replace('/', '+'));
  }

  private static ReleaseFile read(Path versionFolder, String name) {
    Path file = versionFolder.resolve(name);
    try {
      return new ReleaseFile(name, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new ReleaseNotFoundException("read " + file, "there is no " + file, e);
    } catch (IOException e) {
      throw new HostingException("read " + file, file + " cannot be read: " + e, false, e);
    }
  }
}
