package io.github.chthosting.compose.deployment;

import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.Projects;
import java.util.List;
import java.util.Map;

/**
 * A CHT 3.x in a medic-os container, which has all services in one.
 *
 * @param project as Compose labels it
 * @param container its name
 * @param image that it was made from
 * @param running whether it runs
 * @param storage the folder or volume of the host that is its {@code /srv}; empty if there is none,
 *     so that its data is in the container itself
 */
public record LegacyInstance(
    String project, String container, String image, boolean running, String storage) {
  /** The folder of CouchDB's data below {@code /srv}. */
  public static final String DATA = "storage/medic-core/couchdb/data";

  /** Returns the instances that Compose made on an engine, in two commands. */
  public static List<LegacyInstance> on(DockerCli docker) {
    return Projects.details(docker).stream()
        .filter(each -> isMedicOs(each.status().image()))
        .map(LegacyInstance::of)
        .toList();
  }

  private static boolean isMedicOs(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1);
    return last.equals("medic-os") || last.startsWith("medic-os:");
  }

  private static LegacyInstance of(Container container) {
    Map<String, String> mounts = container.mounts();
    return new LegacyInstance(
        container.project(),
        container.status().name(),
        container.status().image(),
        container.status().state().equals("running"),
        mounts.getOrDefault("/srv", ""));
  }

  /** Returns whether {@link #storage} is a volume of the engine, not a folder. */
  public boolean isVolume() {
    return !storage.isEmpty() && !storage.startsWith("/");
  }
}
