package io.github.chthosting.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * A service of an instance, at one moment.
 *
 * @param service as the release's files name it: {@code api}
 * @param unit the container or pod; empty if there is none
 * @param image that it was made from; the one wanted if there is none
 * @param state what it comes to
 * @param restarts by the platform since it was made
 * @param outOfMemory whether it was last ended for want of memory
 * @param exitCode of its last end
 * @param started when it last started; {@link Instant#EPOCH} if never
 */
public record ServiceStatus(
    String service,
    String unit,
    String image,
    State state,
    int restarts,
    boolean outOfMemory,
    int exitCode,
    Instant started) {

  /** The states of a service, from good to bad. */
  public enum State {
    /** The service runs, and is healthy as far as it is checked. */
    UP,
    /** Runs, and its first check of health is not through. */
    STARTING,
    /** Runs, and says that it is not well. */
    UNHEALTHY,
    /** Ends again and again. */
    RESTARTING,
    /** The container or pod was made, and does not run. */
    STOPPED,
    /** The service is not there. */
    MISSING
  }

  /** A service that should be there and is not. */
  public static ServiceStatus missing(String service, String image) {
    return new ServiceStatus(service, "", image, State.MISSING, 0, false, 0, Instant.EPOCH);
  }

  /** Returns whether the service runs and is healthy, as far as its check tells. */
  public boolean isUp() {
    return state == State.UP;
  }

  /** Returns whether all are up; not if there is none. */
  public static boolean areUp(Collection<ServiceStatus> services) {
    return !services.isEmpty() && services.stream().allMatch(ServiceStatus::isUp);
  }

  /** Returns how long it has run at {@code now}; zero if it does not run. */
  public Duration age(Instant now) {
    boolean runs = state.compareTo(State.RESTARTING) < 0;
    return runs && started.isBefore(now) ? Duration.between(started, now) : Duration.ZERO;
  }
}
