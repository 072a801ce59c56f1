package io.github.chthosting.compose;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.PostgresTarget;
import io.github.chthosting.compose.deployment.WatchdogSettings;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.install.MakeFolder;
import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.compose.internal.install.WriteFile;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.steps.ComposeSteps;
import io.github.chthosting.compose.internal.watchdog.PostgresDiff;
import io.github.chthosting.compose.internal.watchdog.PostgresExporter;
import io.github.chthosting.compose.internal.watchdog.SetPostgresExporter;
import io.github.chthosting.compose.internal.watchdog.SetWatchdog;
import io.github.chthosting.compose.internal.watchdog.StartWatchdog;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A CHT Watchdog in a folder into which its release was unpacked; that release's own files are used
 * as they are. It belongs on another host than the CHTs that it watches, so that it can tell of
 * their end. Thread-safe.
 */
public final class Watchdog {
  /** The Compose project. */
  public static final String PROJECT = "cht-watchdog";

  private static final Cost COST = new Cost(0, 0, Duration.ofSeconds(5), Risk.REVERSIBLE);

  private static final List<String> NEEDED =
      List.of(
          "docker-compose.yml",
          "grafana/grafana.example.ini",
          "grafana/provisioning",
          "prometheus/config/prometheus.yml",
          "exporters/json/config/cht.yml",
          "exporters/json/config/scrape_config.yml");

  private final Engine platform;
  private final Path folder;

  private Watchdog(Engine platform, Path folder) {
    this.platform = platform;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The one in that folder, on the platform's engine, which must be of this host. */
  public static Watchdog in(ComposePlatform platform, Path folder) {
    return new Watchdog(platform.engine(), folder);
  }

  private Path list() {
    return folder.resolve("cht-instances.yml");
  }

  /** Returns what it watches now; none if it was not configured. */
  public List<URI> instances() {
    List<URI> all = new ArrayList<>();
    if (Files.exists(list())) {
      for (JsonNode group : yaml(list())) {
        group.path("targets").forEach(target -> all.add(URI.create(target.asString(""))));
      }
    }
    return all;
  }

  private static JsonNode yaml(Path file) {
    try {
      return new YAMLMapper().readTree(Files.readString(file));
    } catch (IOException | JacksonException e) {
      throw new HostingException(
          "read " + file, file + " cannot be read: " + e.getClass().getSimpleName(), false, e);
    }
  }

  /**
   * Returns what would be made or changed to watch so, as a diff, and nothing if all is so and
   * runs. The password of Grafana's administrator is made when the plan is carried out, and kept in
   * {@code .env}, mode 600; one that is there is kept, unless it is the example's.
   *
   * @throws PlanRefusedException if the release's files are not there, or the engine is elsewhere
   */
  public Plan plan(WatchdogSettings wanted) {
    String title = "watchdog in " + folder;
    refuse(title, wanted);
    List<PlannedStep> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (String name : List.of("grafana/data", "prometheus/data")) {
      if (!Files.isDirectory(folder.resolve(name))) {
        notes.add("+ folder " + name);
        steps.add(new MakeFolder(folder.resolve(name)).costing(COST));
      }
    }
    Set<String> anew = new TreeSet<>();
    if (!Files.exists(folder.resolve("grafana/grafana.ini"))) {
      notes.add("+ file grafana/grafana.ini, as the release's example");
      steps.add(write("grafana/grafana.ini", read("grafana/grafana.example.ini")));
      anew.add("grafana");
    }
    instances(wanted, steps, notes, anew);
    settings(wanted, steps, notes);
    postgres(wanted.postgres(), steps, notes, anew);
    if (!steps.isEmpty() || !runs(wanted)) {
      steps.add(new StartWatchdog(folder, PROJECT, List.copyOf(anew)).costing(COST));
    }
    return new Plan(title, steps, notes).carriedOutBy(ComposeSteps.of(platform));
  }

  private void refuse(String title, WatchdogSettings wanted) {
    List<String> reasons = new ArrayList<>();
    if (!wanted.postgres().isEmpty()) {
      exporter().needed().stream()
          .filter(file -> !Files.exists(file))
          .forEach(file -> reasons.add("there is no " + file));
    }
    NEEDED.stream()
        .filter(name -> !Files.exists(folder.resolve(name)))
        .forEach(name -> reasons.add("there is no " + folder.resolve(name)));
    if (!reasons.isEmpty()) {
      reasons.add("unpack a release of medic/cht-watchdog there");
    }
    if (!HostFacts.isLocal(platform.docker())) {
      reasons.add("its engine is on another host, which would not see these files: run this there");
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
  }

  private void instances(
      WatchdogSettings wanted, List<PlannedStep> steps, List<String> notes, Set<String> anew) {
    List<URI> now = instances();
    if (now.equals(wanted.instances())) {
      return;
    }
    wanted.instances().stream()
        .filter(each -> !now.contains(each))
        .forEach(each -> notes.add("+ watches " + each));
    now.stream()
        .filter(each -> !wanted.instances().contains(each))
        .forEach(each -> notes.add("- watches " + each + "; its measurements stay"));
    steps.add(write("cht-instances.yml", text(wanted.instances())));
    // Prometheus has the old file open until it is created again: a file is mounted, not its
    // folder.
    anew.add("prometheus");
  }

  private static String text(List<URI> instances) {
    return instances.stream()
        .map(each -> "    - \"" + each + "\"\n")
        .collect(Collectors.joining("", "- targets:\n", ""));
  }

  private void settings(WatchdogSettings wanted, List<PlannedStep> steps, List<String> notes) {
    EnvFile now = EnvFile.read(folder.resolve(".env"));
    Map<String, String> values = new LinkedHashMap<>();
    values.put("GRAFANA_BIND", wanted.bind());
    values.put("GRAFANA_PORT", String.valueOf(wanted.port()));
    values.put("GRAFANA_DATA", folder.resolve("grafana/data").toString());
    values.put("PROMETHEUS_DATA", folder.resolve("prometheus/data").toString());
    values.put("PROMETHEUS_RETENTION_TIME", wanted.retentionDays() + "d");
    values.put("PROMETHEUS_RETENTION_SIZE", wanted.retentionSize());
    values.entrySet().removeIf(each -> now.get(each.getKey()).orElse("").equals(each.getValue()));
    values.forEach(
        (name, value) ->
            notes.add(
                now.get(name).isPresent()
                    ? "~ %s: %s -> %s".formatted(name, now.get(name).orElse(""), value)
                    : "+ %s=%s".formatted(name, value)));
    String password = now.get("GRAFANA_ADMIN_PASSWORD").orElse("");
    boolean makes = password.isEmpty() || password.equals("password");
    if (makes) {
      notes.add("+ GRAFANA_ADMIN_PASSWORD, made when this is carried out");
    }
    if (makes || !values.isEmpty()) {
      steps.add(new SetWatchdog(folder.resolve(".env"), Setting.of(values)).costing(COST));
    }
  }

  private PostgresExporter exporter() {
    return new PostgresExporter(folder);
  }

  private void postgres(
      List<PostgresTarget> wanted, List<PlannedStep> steps, List<String> notes, Set<String> anew) {
    List<String> differences = new PostgresDiff(exporter().addresses(), wanted).words();
    if (wanted.isEmpty() || differences.isEmpty()) {
      return;
    }
    notes.addAll(differences);
    steps.add(new SetPostgresExporter(folder, wanted).costing(COST));
    // It reads its file when it starts.
    anew.add(PostgresExporter.SERVICE);
  }

  private boolean runs(WatchdogSettings wanted) {
    Set<String> services = new TreeSet<>(Set.of("prometheus", "grafana", "json-exporter"));
    if (!wanted.postgres().isEmpty()) {
      services.add(PostgresExporter.SERVICE);
    }
    List<ContainerStatus> own =
        Projects.containers(platform.docker()).stream()
            .filter(each -> each.project().equals(PROJECT))
            .toList();
    return own.stream()
        .filter(ContainerStatus::isUp)
        .map(ContainerStatus::service)
        .collect(Collectors.toSet())
        .containsAll(services);
  }

  private PlannedStep write(String name, String text) {
    return new WriteFile(folder.resolve(name), text).costing(COST);
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new HostingException("read " + name, name + " cannot be read: " + e, false, e);
    }
  }
}
