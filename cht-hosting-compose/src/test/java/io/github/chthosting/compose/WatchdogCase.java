package io.github.chthosting.compose;

import io.github.chthosting.compose.deployment.PostgresTarget;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A release of the Watchdog, unpacked, on an engine that does nothing. */
abstract class WatchdogCase {
  @TempDir Path folder;

  static final URI ONE = URI.create("https://one.example.org");
  static final URI TWO = URI.create("https://two.example.org");
  final FakeEngine engine = new FakeEngine();
  final ComposePlatform platform = ComposePlatform.builder(engine).build();

  Watchdog unpacked() throws IOException {
    for (String name :
        List.of(
            "docker-compose.yml",
            "grafana/grafana.example.ini",
            "grafana/provisioning/alerting/cht.yml",
            "prometheus/config/prometheus.yml",
            "exporters/json/config/cht.yml",
            "exporters/json/config/scrape_config.yml")) {
      Files.createDirectories(folder.resolve(name).resolveSibling("."));
      Files.writeString(folder.resolve(name), "# " + name + "\n");
    }
    engine.answering("info", Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    return Watchdog.in(platform, folder);
  }

  void apply(Plan plan) throws IOException {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  void runs() {
    for (String service : List.of("prometheus", "grafana", "json-exporter")) {
      engine.container("cht-watchdog", service, "x/" + service + ":1", Map.of());
    }
  }

  PostgresTarget postgres(String name) throws IOException {
    Path file = folder.resolve(name + ".pass");
    if (!Files.exists(file)) {
      Files.writeString(file, "p@ss/word 1\n");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return PostgresTarget.of(name, "db.example.org", "cht", "reader", file);
  }
}
