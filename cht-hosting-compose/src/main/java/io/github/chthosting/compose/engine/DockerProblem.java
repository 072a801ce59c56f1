package io.github.chthosting.compose.engine;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The causes by which commands fail, told from what engines 20.10 to 29 and Compose 1 and 2 say.
 */
public enum DockerProblem {
  NO_COMMAND("there is no such command: install Docker Engine, or say where it is"),
  COMPOSE_MISSING(
      "this docker has no 'compose': install the Compose plugin, version 2 or later; version 1"
          + " (docker-compose) is not supported",
      "'compose' is not a docker command|unknown command: docker compose"
          + "|unknown shorthand flag: '[fp]' in -[fp]|unknown flag: --(project-name|env-file|file)"),
  CONTEXT_MISSING(
      "there is no such Docker context: 'docker context ls' lists those that there are",
      "context \"[^\"]*\": context not found|context \"[^\"]*\" does not exist"),
  PERMISSION_DENIED(
      "this user may not use the engine: add it to the group docker and log in again, or run as"
          + " root",
      "permission denied while trying to connect to the [Dd]ocker"),
  SSH_FAILED(
      "ssh does not reach the engine's host: 'ssh HOST docker version' must answer there without a"
          + " question (its name, a key, the host's key)",
      "command \\[ssh .*\\] has exited with exit status 255"),
  API_TOO_OLD(
      "the engine does not take this client's API version: update the docker command and what else"
          + " talks to the engine",
      "client version \\S+ is too old"),
  API_TOO_NEW(
      "the engine is older than this client can talk to: update the engine",
      "client version \\S+ is too new"),
  ENGINE_DOWN(
      "the engine does not answer: start it (systemctl start docker), or check the context",
      "Cannot connect to the Docker daemon|error during connect|Is the docker daemon running"
          + "|failed to connect to the docker API"),
  PORT_TAKEN(
      "a port is taken: stop what listens there, or choose another",
      "port is already allocated|address already in use|Ports are not available"),
  NO_SPACE(
      "the disk is full: make room (docker system df shows what can go)",
      "no space left on device|disk quota exceeded"),
  RATE_LIMITED(
      "the registry limits how much may be pulled: wait, log in, or use a mirror",
      "toomanyrequests|Rate exceeded|rate limit"),
  REGISTRY_UNREACHABLE(
      "the registry cannot be reached: check network, DNS and proxy, or load the images from a file",
      "\"https?://[^\"]+\":? .*(dial tcp|timeout|Timeout|EOF|x509|connection re|request canceled)"
          + "|dial tcp: lookup|no such host|TLS handshake timeout|Client\\.Timeout exceeded"),
  IMAGE_NOT_FOUND(
      "the image does not exist there: check version and registry",
      "manifest unknown|manifest for \\S+ not found|repository does not exist|No such image"
          + "|pull access denied|failed to resolve reference .*: not found"
          + "|no matching manifest for"),
  TIMED_OUT("it did not end in time and was stopped; what the engine had begun may go on"),
  OTHER("");

  private static final List<DockerProblem> TOLD_BY_WORDS =
      Arrays.stream(values()).filter(problem -> !problem.words.isEmpty()).toList();

  private final String advice;
  private final String words;
  private final Pattern pattern;

  DockerProblem(String advice) {
    this(advice, "");
  }

  DockerProblem(String advice, String words) {
    this.advice = advice;
    this.words = words;
    this.pattern = Pattern.compile(words);
  }

  /** Returns what it means and what to do; empty for {@link #OTHER}. */
  public String advice() {
    return advice;
  }

  /** Returns whether the same command may succeed later, with nothing changed by hand. */
  public boolean isRetryable() {
    return this == RATE_LIMITED || this == REGISTRY_UNREACHABLE || this == TIMED_OUT;
  }

  /** The first that any of these lines tells of; {@link #OTHER} if none does. */
  static DockerProblem of(List<String> lines) {
    return TOLD_BY_WORDS.stream()
        .filter(problem -> lines.stream().anyMatch(line -> problem.pattern.matcher(line).find()))
        .findFirst()
        .orElse(OTHER);
  }
}
