package io.github.chthosting.compose.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A container of a Compose project, at one moment.
 *
 * @param project as Compose labels it
 * @param service as Compose labels it
 * @param name of the container
 * @param image that it was made from
 * @param state {@code running}, {@code restarting}, {@code exited}, ...
 * @param health as the engine judges it; empty if the image has no check
 * @param restarts by the engine since it was made
 * @param outOfMemory whether it was last ended for want of memory
 * @param exitCode of its last end
 * @param started when it last started
 * @param ports of the host that it publishes
 */
public record ContainerStatus(
    String project,
    String service,
    String name,
    String image,
    String state,
    String health,
    int restarts,
    boolean outOfMemory,
    int exitCode,
    Instant started,
    Set<Integer> ports) {
  public ContainerStatus {
    ports = Collections.unmodifiableSet(new TreeSet<>(ports));
  }

  /** Returns whether it runs, and is not known to be unhealthy. */
  public boolean isUp() {
    return state.equals("running") && !health.equals("unhealthy");
  }

  /**
   * Returns whether its image is one that the CHT project publishes: {@code .../cht-NAME:VERSION}.
   */
  public boolean isCht() {
    String last = image.substring(image.lastIndexOf('/') + 1);
    return last.startsWith("cht-");
  }

  /** Returns how long it has been up at {@code now}; zero if it is not. */
  public Duration age(Instant now) {
    return state.equals("running") && started.isBefore(now)
        ? Duration.between(started, now)
        : Duration.ZERO;
  }
}
