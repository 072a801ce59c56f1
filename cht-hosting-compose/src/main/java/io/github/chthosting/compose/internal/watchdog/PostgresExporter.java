package io.github.chthosting.compose.internal.watchdog;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.PostgresTarget;
import io.github.chthosting.compose.env.WholeFile;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The Postgres exporter of a Watchdog: {@code exporters/postgres/sql_servers.yml}, made of the
 * release's example.
 *
 * @param folder of the Watchdog
 */
public record PostgresExporter(Path folder) {
  /** The name of its service. */
  public static final String SERVICE = "sql_exporter";

  private static final YAMLMapper YAML = new YAMLMapper();

  private Path place() {
    return folder.resolve("exporters/postgres");
  }

  private Path servers() {
    return place().resolve("sql_servers.yml");
  }

  /** The compose file that adds it. */
  public Path compose() {
    return place().resolve("compose.yml");
  }

  /** Returns whether it was configured, by us or by hand. */
  public boolean isThere() {
    return Files.exists(servers());
  }

  /** The release's files that it needs. */
  public List<Path> needed() {
    return Stream.of("compose.yml", "scrape.yml", "sql_servers_example.yml")
        .map(place()::resolve)
        .toList();
  }

  /** The addresses that it measures, by name, passwords included: not to be shown. */
  public Map<String, String> addresses() {
    Map<String, String> addresses = new TreeMap<>();
    if (isThere()) {
      for (JsonNode job : yaml(servers()).path("jobs")) {
        for (JsonNode group : job.path("static_configs")) {
          group
              .path("targets")
              .properties()
              .forEach(each -> addresses.put(each.getKey(), each.getValue().asString("")));
        }
      }
    }
    return addresses;
  }

  /** The address of a target, its password included: not to be shown. */
  public static String address(PostgresTarget target) {
    return "postgres://%s:%s@%s:%d/%s?sslmode=%s"
        .formatted(
            encoded(target.user()),
            encoded(password(target.passwordFile())),
            target.host(),
            target.port(),
            target.database(),
            target.sslMode());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Refused if others may read it. */
  private static String password(Path file) {
    try {
      Set<PosixFilePermission> own = PosixFilePermissions.fromString("rw-------");
      if (!own.containsAll(Files.getPosixFilePermissions(file))) {
        throw new HostingException(
            "read " + file,
            file + " may be read by others: chmod 600; nothing was changed",
            false,
            null);
      }
      return Files.readAllLines(file).stream().findFirst().orElse("");
    } catch (IOException e) {
      throw new HostingException(
          "read " + file, file + " cannot be read; nothing was changed", false, e);
    }
  }

  /**
   * Writes them. The exporter is another user within its container, so that its file cannot be for
   * its owner alone: nobody else may enter the folder above, which the container does not pass.
   */
  void write(List<PostgresTarget> targets) throws IOException {
    ObjectNode servers = (ObjectNode) yaml(place().resolve("sql_servers_example.yml"));
    servers.putArray("collector_files");
    servers.putArray("jobs");
    for (PostgresTarget.Filler filler : PostgresTarget.Filler.values()) {
      List<PostgresTarget> own = targets.stream().filter(each -> each.filler() == filler).toList();
      if (!own.isEmpty()) {
        servers.withArray("/collector_files").add("/etc/sql_exporter/" + filler.file());
        ObjectNode job = servers.withArray("/jobs").addObject();
        job.put(
            "job_name",
            filler == PostgresTarget.Filler.CHT_SYNC ? "db_targets" : "db_targets_couch2pg");
        job.putArray("collectors").add(filler.collector());
        job.put("enable_ping", true);
        ObjectNode group = job.putArray("static_configs").addObject().putObject("targets");
        own.forEach(each -> group.put(each.name(), address(each)));
      }
    }
    Path above = folder.resolve("exporters");
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwx------"));
    WholeFile.write(servers(), YAML.writeValueAsString(servers));
    Files.setPosixFilePermissions(servers(), PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static JsonNode yaml(Path file) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (IOException e) {
      // Its text may hold passwords.
      throw new HostingException(
          "read " + file, file + " cannot be read: " + e.getClass().getSimpleName(), false, null);
    }
  }
}
