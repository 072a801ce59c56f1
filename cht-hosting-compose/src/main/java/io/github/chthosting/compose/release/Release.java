package io.github.chthosting.compose.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.Topology;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The compose files of one version for one topology.
 *
 * @param version of the CHT
 * @param files in the order in which Compose is to read them
 */
public record Release(ChtVersion version, List<ReleaseFile> files) {
  public Release {
    files = List.copyOf(files);
  }

  /**
   * Returns the names of the files that a topology needs, in the order in which Compose reads them.
   */
  public static List<String> names(Topology topology) {
    return List.of(
        ReleaseFile.CORE,
        topology == Topology.SINGLE ? ReleaseFile.COUCHDB : ReleaseFile.COUCHDB_CLUSTERED);
  }

  /**
   * Returns each file read.
   *
   * @throws io.github.chthosting.HostingException if one is no compose file; the message names it
   *     and the line
   */
  public List<ComposeFile> composeFiles() {
    return files.stream().map(file -> ComposeFile.parse(file.name(), file.text())).toList();
  }

  /** Returns all services by name, with their images, variables not replaced. */
  public Map<String, String> services() {
    Map<String, String> services = new TreeMap<>();
    composeFiles().forEach(file -> services.putAll(file.images()));
    return services;
  }

  /** Returns the images of all services, variables replaced by these values. */
  public List<String> images(Map<String, String> values) {
    TreeSet<String> images = new TreeSet<>();
    composeFiles().forEach(file -> images.addAll(file.images(values)));
    return List.copyOf(images);
  }

  /** Returns every variable that the files use, by name. */
  public Map<String, ComposeVariable> variables() {
    Map<String, ComposeVariable> variables = new TreeMap<>();
    composeFiles()
        .forEach(
            file ->
                file.variables()
                    .forEach((name, each) -> variables.merge(name, each, ComposeVariable::and)));
    return variables;
  }
}
