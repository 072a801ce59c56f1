package io.github.chthosting.compose.deployment;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The instances that a Watchdog watches, and how.
 *
 * @param instances the CHTs as users reach them, {@code https://cht.example.org}
 * @param retentionDays how long measurements are kept. 60 by default
 * @param retentionSize how much disk they may take, {@code 10GB}; {@code 0} for any, the default
 * @param bind address of this host on which Grafana listens. {@code 127.0.0.1} by default
 * @param port of Grafana. 3000 by default
 * @param postgres databases that its Postgres exporter measures. None by default: an exporter that
 *     was configured by hand is left as it is then
 */
public record WatchdogSettings(
    List<URI> instances,
    int retentionDays,
    String retentionSize,
    String bind,
    int port,
    List<PostgresTarget> postgres) {

  /** Throws IllegalArgumentException with every problem at once. */
  public WatchdogSettings {
    instances = List.copyOf(instances);
    postgres = List.copyOf(postgres);
    List<String> problems = new ArrayList<>();
    if (instances.isEmpty()) {
      problems.add("there is no instance to watch");
    }
    instances.forEach(each -> check(each, problems));
    if (instances.stream().map(URI::getAuthority).distinct().count() < instances.size()) {
      problems.add("an instance is named twice");
    }
    if (retentionDays < 1) {
      problems.add("measurements are kept for a day at least");
    }
    if (!retentionSize.matches("0|[1-9]\\d*(KB|MB|GB|TB|PB)")) {
      problems.add("'" + retentionSize + "' is not a size such as 10GB");
    }
    if (!bind.matches("[0-9a-fA-F.:]+")) {
      problems.add("'" + bind + "' is not an address");
    }
    if (port < 1 || port > 65_535) {
      problems.add(port + " is not a port");
    }
    if (postgres.stream().map(PostgresTarget::name).distinct().count() < postgres.size()) {
      problems.add("a Postgres is named twice");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** Creates settings without a Postgres exporter. */
  public WatchdogSettings(
      List<URI> instances, int retentionDays, String retentionSize, String bind, int port) {
    this(instances, retentionDays, retentionSize, bind, port, List.of());
  }

  /** Returns settings for these instances, with the defaults. */
  public static WatchdogSettings of(URI... instances) {
    return new WatchdogSettings(List.of(instances), 60, "0", "127.0.0.1", 3000);
  }

  /** Returns the same settings for other instances. */
  public WatchdogSettings watching(List<URI> others) {
    return new WatchdogSettings(others, retentionDays, retentionSize, bind, port, postgres);
  }

  /** Returns the same settings with a Postgres exporter of these databases. */
  public WatchdogSettings measuring(PostgresTarget... databases) {
    return new WatchdogSettings(
        instances, retentionDays, retentionSize, bind, port, List.of(databases));
  }

  private static void check(URI instance, List<String> problems) {
    String path = instance.getPath();
    boolean root = path == null || path.isEmpty() || path.equals("/");
    boolean web = List.of("http", "https").contains(String.valueOf(instance.getScheme()));
    if (instance.getRawUserInfo() != null) {
      problems.add(instance.getHost() + ": its URL must hold no user or password");
    } else if (!web || instance.getHost() == null || !root || instance.getRawQuery() != null) {
      problems.add("'" + instance + "' is not a URL such as https://cht.example.org");
    }
  }
}
