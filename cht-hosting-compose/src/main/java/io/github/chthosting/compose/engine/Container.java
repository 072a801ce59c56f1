package io.github.chthosting.compose.engine;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A container of a Compose project with what it was made with.
 *
 * @param status what it does
 * @param id of the container
 * @param labels those that Compose gave it
 * @param mounts folder or volume of the host by path within the container
 * @param networks that it is in, and its address there; empty while it does not run
 * @param restartPolicy {@code always}, {@code unless-stopped}, {@code on-failure}, {@code no}
 * @param chtProject the project that it starts and upgrades, if it is an upgrade service; empty if
 *     not
 */
public record Container(
    ContainerStatus status,
    String id,
    Map<String, String> labels,
    Map<String, String> mounts,
    Map<String, String> networks,
    String restartPolicy,
    String chtProject) {
  private static final String UPGRADE_SERVICE = "cht-upgrade-service";

  public Container {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    mounts = Collections.unmodifiableMap(new TreeMap<>(mounts));
    networks = Collections.unmodifiableMap(new TreeMap<>(networks));
  }

  /** Returns the Compose project; empty if Compose did not make it. */
  public String project() {
    return status.project();
  }

  /** Returns the Compose service; empty if Compose did not make it. */
  public String service() {
    return status.service();
  }

  /** Returns what Compose noted about it, {@code com.docker.compose.NAME}; empty if nothing. */
  public String label(String name) {
    return labels.getOrDefault("com.docker.compose." + name, "");
  }

  /** Returns whether it is the CHT's upgrade service, by its service's name or its image's. */
  public boolean isUpgradeService() {
    String image = status.image();
    return service().equals(UPGRADE_SERVICE)
        || image.substring(image.lastIndexOf('/') + 1).startsWith(UPGRADE_SERVICE);
  }
}
