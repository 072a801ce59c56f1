package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The observations before a change of the topology is planned.
 *
 * @param instance as it was
 * @param environment its {@code .env}. It holds secrets
 * @param dataFolders of its CouchDB nodes, the one with all data first
 * @param node the name of the CouchDB node that has, or will have, all data
 * @param layout of the cluster that there is; empty if CouchDB does not answer
 * @param silence why it does not answer
 * @param present images that the engine has, {@code NAME:TAG}
 */
public record TopologyFacts(
    Instance instance,
    EnvFile environment,
    List<Path> dataFolders,
    String node,
    Optional<ClusterLayout> layout,
    String silence,
    Set<String> present) {

  public static TopologyFacts of(Engine platform, Instance instance) {
    Set<String> present =
        new HashSet<>(
            platform
                .docker()
                .run(DockerCommand.of("images", "--format", "{{.Repository}}:{{.Tag}}"))
                .lines());
    EnvFile environment = instance.environment();
    List<Path> folders = instance.dataFolders();
    try (CouchDb couch = instance.couchDb()) {
      String node = couch.at(0).node().name();
      Optional<ClusterLayout> layout = Optional.of(ClusterLayout.measured(couch));
      return new TopologyFacts(instance, environment, folders, node, layout, "", present);
    } catch (HostingException e) {
      String why = String.valueOf(e.getMessage());
      return new TopologyFacts(instance, environment, folders, "", Optional.empty(), why, present);
    }
  }

  /** Bytes in use on a node. */
  public long bytes(String name) {
    return layout
        .map(ClusterLayout::shares)
        .map(shares -> shares.get(name))
        .map(ClusterLayout.Share::bytes)
        .orElse(0L);
  }

  /** Bytes in use on all nodes. */
  public long bytes() {
    return layout.stream()
        .flatMap(each -> each.shares().values().stream())
        .mapToLong(ClusterLayout.Share::bytes)
        .sum();
  }

  /** Free bytes of each disk that these folders are on, and how many of them are on it. */
  public static Map<String, Disk> disks(List<Path> folders) {
    Map<String, Disk> disks = new TreeMap<>();
    for (Path folder : folders) {
      Path there = folder;
      while (there != null && !Files.exists(there)) {
        there = there.getParent();
      }
      if (there != null) {
        Disk disk = disk(there);
        disks.merge(disk.name(), disk, Disk::and);
      }
    }
    return disks;
  }

  private static Disk disk(Path there) {
    try {
      FileStore store = Files.getFileStore(there);
      return new Disk(store.name(), store.getUsableSpace(), 1);
    } catch (IOException e) {
      throw new HostingException("look at " + there, there + " cannot be looked at", false, e);
    }
  }

  /** One disk. */
  public record Disk(String name, long free, int folders) {
    Disk and(Disk other) {
      return new Disk(name, Math.min(free, other.free), folders + other.folders);
    }
  }
}
