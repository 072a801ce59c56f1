package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at an instance: one command, and one for each CouchDB node. Changes nothing. */
record UpgradeReading(Engine platform, Instance instance) {
  private static final Duration LONG_LOOK = Duration.ofMinutes(10);

  /** Busybox and coreutils both take these; the first line of df is its heading. */
  private static final String SIZES = "df -P -k /opt/couchdb/data; du -s -k /opt/couchdb/data";

  UpgradeFacts facts() {
    Map<String, String> images = new TreeMap<>();
    instance.containers().forEach(each -> images.put(each.service(), each.status().image()));
    List<String> versions = images.values().stream().map(UpgradeReading::tag).distinct().toList();
    List<ReleaseFile> files = instance.files();
    return new UpgradeFacts(
        instance.layout(),
        versions,
        instance.topology(),
        files,
        instance.environment(),
        images,
        instance.status(),
        instance.couchdbServices(),
        new HashSet<>(
            platform
                .docker()
                .run(DockerCommand.of("images", "--format", "{{.Repository}}:{{.Tag}}"))
                .lines()),
        disks(),
        versions.size() == 1 ? edited(versions.get(0), files) : Map.of());
  }

  static String tag(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1);
    return last.substring(last.indexOf(':') + 1);
  }

  private List<DataDisk> disks() {
    Map<String, DataDisk> disks = new TreeMap<>();
    running().forEach(node -> disk(node, disks));
    return List.copyOf(disks.values());
  }

  private Stream<Container> running() {
    return instance.couchdbServices().stream()
        .flatMap(service -> instance.containers(service).stream())
        .filter(each -> each.status().state().equals("running"));
  }

  private void disk(Container node, Map<String, DataDisk> disks) {
    DockerCommand look =
        DockerCommand.of("exec", node.status().name(), "sh", "-c", SIZES)
            .about(instance.name(), node.service())
            .timeLimit(LONG_LOOK);
    List<String> lines;
    try {
      lines = instance.docker().run(look).lines();
    } catch (DockerException e) {
      // A file may go while it is counted. Not to know is for the plan to say, not to fail.
      return;
    }
    List<String[]> words =
        lines.stream().map(line -> line.trim().split("\\s+")).filter(w -> w.length >= 2).toList();
    if (words.size() == 3 && words.get(1).length >= 6) {
      DataDisk disk =
          new DataDisk(
              words.get(1)[0],
              1024 * Long.parseLong(words.get(2)[0]),
              1024 * Long.parseLong(words.get(1)[3]));
      disks.merge(disk.name(), disk, DataDisk::and);
    }
  }

  /** Returns what somebody has changed in the release's files by hand. */
  private Map<String, List<String>> edited(String version, List<ReleaseFile> files) {
    Map<String, List<String>> edited = new TreeMap<>();
    try {
      Release own = platform.releases().fetch(ChtVersion.of(version), instance.topology());
      for (ReleaseFile file : own.files()) {
        files.stream()
            .filter(each -> each.name().equals(file.name()) && !each.text().equals(file.text()))
            .forEach(each -> edited.put(file.name(), LineDiff.of(file.text(), each.text())));
      }
    } catch (HostingException | IllegalArgumentException e) {
      // An old release may not be to be had any more; then nobody can tell.
      return Map.of();
    }
    return edited;
  }
}
