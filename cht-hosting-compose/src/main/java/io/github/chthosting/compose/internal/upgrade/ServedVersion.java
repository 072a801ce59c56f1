package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.http.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The version that api reports, asked from within nginx: this works on other hosts too, and without
 * secrets.
 */
record ServedVersion(Instance instance) {

  /** The version; empty as long as api does not tell. */
  Optional<String> ask() {
    List<Container> nginx = instance.containers("nginx");
    if (nginx.isEmpty()) {
      return Optional.empty();
    }
    DockerCommand ask =
        DockerCommand.of(
            "exec",
            nginx.get(0).status().name(),
            "curl",
            "--silent",
            "--insecure",
            "--max-time",
            "10",
            "https://localhost/api/v2/monitoring");
    try {
      String app =
          Json.mapper()
              .readTree(instance.docker().run(ask.about(instance.name(), "nginx")).text())
              .at("/version/app")
              .asString("");
      return app.isEmpty() ? Optional.empty() : Optional.of(app);
    } catch (DockerException | JacksonException e) {
      // Its page while it starts is no JSON.
      return Optional.empty();
    }
  }
}
