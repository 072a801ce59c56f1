package io.github.chthosting.compose.engine;

import io.github.chthosting.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The {@code docker} command of this host, for an engine here or elsewhere. Thread-safe; holds
 * nothing open.
 *
 * <p>No shell is involved. Of this process's environment the command gets what it needs to find its
 * configuration, plugins, proxy and SSH agent, and nothing else: a {@code COUCHDB_PASSWORD} or
 * {@code COMPOSE_FILE} that happens to be set would override an instance's own. {@code DOCKER_HOST}
 * and {@code DOCKER_CONTEXT} are heeded only after {@link Builder#fromEnvironment}.
 */
public interface DockerCli {

  /**
   * Runs a command to its end. An interrupt ends the command, is kept, and throws {@link
   * io.github.chthosting.OperationCancelledException}.
   *
   * @throws DockerException if it cannot be started, ends with another code than 0, or not in time
   */
  default DockerAnswer run(DockerCommand command) {
    return run(command, line -> {});
  }

  /**
   * Runs a command like {@link #run(DockerCommand)}; {@code onLine} gets each line of both outputs
   * as it comes, secrets made unreadable, from one thread at a time. Long outputs are streamed and
   * only their last 100,000 lines are in the answer.
   */
  DockerAnswer run(DockerCommand command, Consumer<String> onLine);

  /**
   * Starts a command whose lines are pulled one by one, of both its outputs: it waits while nobody
   * pulls. No time limit applies; close the result to end it.
   *
   * @throws DockerException if it cannot be started
   */
  DockerLines open(DockerCommand command);

  /**
   * Asks the command, the engine and Compose for their versions.
   *
   * @throws DockerException also if Compose is missing or is version 1
   */
  DockerVersions versions();

  /**
   * Returns the address of the engine that the command talks to, {@code
   * unix:///run/user/1000/docker.sock}; the engine itself is not asked.
   *
   * @throws DockerException if there is no such context
   */
  default String address() {
    return run(DockerCommand.of("context", "inspect", "--format", "{{.Endpoints.docker.Host}}"))
        .text()
        .strip();
  }

  /**
   * Returns the same command line, with these made unreadable too in what it hands on and quotes.
   */
  DockerCli hiding(Collection<Secret> secrets);

  /** The engine that the current context of this user's configuration names. */
  static Builder builder() {
    return new DockerSettings();
  }

  /** Settings of a command; {@code build()} checks and copies them. Not thread-safe. */
  interface Builder {
    /** The program. Default {@code docker}, found in {@code PATH}. */
    Builder program(String nameOrPath);

    /** A Docker context by its name, as {@code docker context ls} lists them. */
    Builder context(String name);

    /**
     * An engine by its address: {@code unix:///...}, {@code ssh://user@host}, {@code tcp://...}.
     */
    Builder host(URI address);

    /** Sets the folder of the command's own configuration. Default: its own, {@code ~/.docker}. */
    Builder configuration(Path folder);

    /** Sets the time limit of commands without their own. Default 2 minutes. */
    Builder timeLimit(Duration limit);

    /** Sets the secrets that must not appear in a line that is handed on or quoted. */
    Builder hiding(Collection<Secret> secrets);

    /**
     * Takes {@code DOCKER_HOST}, {@code DOCKER_CONTEXT} and {@code DOCKER_CONFIG} from here. The
     * command gets the first two as its options: in its environment, Compose would put {@code
     * DOCKER_HOST} into the upgrade service's file, which means the socket's path by that name.
     */
    Builder fromEnvironment(Map<String, String> environment);

    DockerCli build();
  }
}
