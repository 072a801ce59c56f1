package io.github.chthosting.compose.engine;

import io.github.chthosting.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a {@link DockerCli.Builder}. */
final class DockerSettings implements DockerCli.Builder {
  private String program = "docker";
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Duration timeLimit = Duration.ofMinutes(2);
  private List<Secret> secrets = List.of();

  @Override
  public DockerCli.Builder program(String nameOrPath) {
    program = nameOrPath;
    return this;
  }

  @Override
  public DockerCli.Builder context(String name) {
    return select("--context", name);
  }

  @Override
  public DockerCli.Builder host(URI address) {
    return select("--host", address.toString());
  }

  private DockerCli.Builder select(String option, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(option + " must not be empty");
    }
    // One of them, the last: docker refuses both.
    options.clear();
    options.addAll(List.of(option, value));
    return this;
  }

  @Override
  public DockerCli.Builder configuration(Path folder) {
    environment.put("DOCKER_CONFIG", folder.toString());
    return this;
  }

  @Override
  public DockerCli.Builder timeLimit(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a time limit must be positive: " + limit);
    }
    timeLimit = limit;
    return this;
  }

  @Override
  public DockerCli.Builder hiding(Collection<Secret> newSecrets) {
    secrets = List.copyOf(newSecrets);
    return this;
  }

  @Override
  public DockerCli.Builder fromEnvironment(Map<String, String> from) {
    String configuration = from.get("DOCKER_CONFIG");
    if (configuration != null) {
      environment.put("DOCKER_CONFIG", configuration);
    }
    String host = from.getOrDefault("DOCKER_HOST", "");
    String context = from.getOrDefault("DOCKER_CONTEXT", "");
    if (!host.isEmpty()) {
      return select("--host", host);
    }
    return context.isEmpty() ? this : context(context);
  }

  @Override
  public DockerCli build() {
    return new ProcessDockerCli(this);
  }

  String program() {
    return program;
  }

  List<String> options() {
    return options;
  }

  Map<String, String> environment() {
    return environment;
  }

  Duration timeLimit() {
    return timeLimit;
  }

  List<Secret> secrets() {
    return secrets;
  }
}
