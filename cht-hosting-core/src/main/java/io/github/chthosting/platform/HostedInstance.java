package io.github.chthosting.platform;

import io.github.chthosting.ChtVersion;
import java.util.List;
import java.util.Optional;

/**
 * One CHT as it was when it was looked at; look again for news. It changes nothing: its plans are
 * carried out by {@link HostingPlatform#changes}. Immutable and thread-safe.
 */
public interface HostedInstance {

  /** Unique on its platform. */
  String name();

  /** What runs; empty if its services differ, or none tells. */
  Optional<ChtVersion> version();

  Topology topology();

  /** Every service, those included that should be there and are not, in the order of starting. */
  List<ServiceStatus> status();

  /** Whether every service is up. */
  default boolean isUp() {
    return status().stream().allMatch(ServiceStatus::isUp);
  }
}
