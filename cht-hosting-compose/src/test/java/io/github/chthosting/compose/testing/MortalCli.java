package io.github.chthosting.compose.testing;

import io.github.chthosting.Secret;
import io.github.chthosting.compose.engine.DockerAnswer;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerLines;
import io.github.chthosting.compose.engine.DockerVersions;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A command that dies with its process: after a change, nothing more happens, not even what would
 * be done about a failure.
 */
public final class MortalCli implements DockerCli {
  private static final List<String> CHANGES =
      List.of("stop", "start", "restart", "rm", "tag", "pull", "load", "update");

  private final DockerCli docker;
  private final Predicate<String> deadly;
  private final AtomicBoolean dead;

  private MortalCli(DockerCli docker, Predicate<String> deadly, AtomicBoolean dead) {
    this.docker = docker;
    this.deadly = deadly;
    this.dead = dead;
  }

  /** Dies after the first change that {@code deadly} takes, given its words. */
  public static MortalCli when(Predicate<String> deadly, DockerCli docker) {
    return new MortalCli(docker, deadly, new AtomicBoolean());
  }

  /** The end of a process: no exception, so that nobody who handles failures sees it. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(DockerCommand command) {
      super("killed after " + command);
    }
  }

  @Override
  public DockerAnswer run(DockerCommand command, Consumer<String> onLine) {
    if (dead.get()) {
      throw new Killed(command);
    }
    DockerAnswer answer = docker.run(command, onLine);
    List<String> words = command.arguments();
    boolean up = words.contains("compose") && words.contains("up");
    if ((up || CHANGES.contains(words.get(0))) && deadly.test(String.join(" ", words))) {
      dead.set(true);
      throw new Killed(command);
    }
    return answer;
  }

  @Override
  public DockerLines open(DockerCommand command) {
    return docker.open(command);
  }

  @Override
  public DockerVersions versions() {
    return docker.versions();
  }

  @Override
  public DockerCli hiding(Collection<Secret> secrets) {
    return new MortalCli(docker.hiding(secrets), deadly, dead);
  }
}
