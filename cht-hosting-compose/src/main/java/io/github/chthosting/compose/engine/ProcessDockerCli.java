package io.github.chthosting.compose.engine;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.env.ProcessVariables;
import io.github.chthosting.http.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A command line that starts a process for each command. */
final class ProcessDockerCli implements DockerCli {
  private static final int KEPT_OUTPUT = 100_000;
  private static final int KEPT_NOTES = 200;
  private static final long DRAIN_MILLIS = 2_000;

  private final String program;
  private final List<String> options;
  private final Map<String, String> environment;
  private final Duration timeLimit;
  private final Redaction redaction;

  ProcessDockerCli(DockerSettings settings) {
    program = settings.program();
    options = List.copyOf(settings.options());
    environment = Map.copyOf(settings.environment());
    timeLimit = settings.timeLimit();
    redaction = Redaction.of(settings.secrets());
  }

  private ProcessDockerCli(ProcessDockerCli other, Redaction redaction) {
    this.program = other.program;
    this.options = other.options;
    this.environment = other.environment;
    this.timeLimit = other.timeLimit;
    this.redaction = redaction;
  }

  @Override
  public DockerCli hiding(Collection<Secret> secrets) {
    return new ProcessDockerCli(this, redaction.and(secrets));
  }

  @Override
  public DockerAnswer run(DockerCommand command, Consumer<String> onLine) {
    Object turn = new Object();
    Consumer<String> clean =
        line -> {
          synchronized (turn) {
            onLine.accept(redaction.apply(line));
          }
        };
    Process process = start(command);
    Output output = new Output("docker output", process.getInputStream(), KEPT_OUTPUT, clean);
    Output notes = new Output("docker notes", process.getErrorStream(), KEPT_NOTES, clean);
    boolean ended = await(process, command);
    drain(process, command, output, notes);
    return answer(command, process, ended, output.lines(), notes.lines());
  }

  @Override
  public DockerLines open(DockerCommand command) {
    return new ProcessLines(command, start(command, true), redaction);
  }

  private Process start(DockerCommand command) {
    return start(command, false);
  }

  private Process start(DockerCommand command, boolean together) {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(options);
    words.addAll(command.arguments());
    Path folder = command.folder();
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder == null ? null : folder.toFile());
    Map<String, String> passedOn = ProcessVariables.passedOn(builder.environment());
    builder.environment().keySet().retainAll(passedOn.keySet());
    builder.environment().putAll(environment);
    try {
      return builder.redirectErrorStream(together).redirectInput(nothing()).start();
    } catch (IOException e) {
      throw cannotStart(command, folder, e);
    }
  }

  private HostingException cannotStart(
      DockerCommand command, @Nullable Path folder, IOException e) {
    if (folder != null && !folder.toFile().isDirectory()) {
      return new HostingException(
          command.toString(), command + ": there is no folder " + folder, false, e);
    }
    List<String> lines = List.of(redaction.apply(String.valueOf(e.getMessage())));
    return new DockerException(command, DockerProblem.NO_COMMAND, -1, lines, e);
  }

  private static File nothing() {
    return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
  }

  private boolean await(Process process, DockerCommand command) {
    Duration limit = command.timeLimit() == null ? timeLimit : command.timeLimit();
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        end(process);
      }
      return ended;
    } catch (InterruptedException e) {
      throw interrupted(process, command, e);
    }
  }

  private static OperationCancelledException interrupted(
      Process process, DockerCommand command, InterruptedException e) {
    end(process);
    Thread.currentThread().interrupt();
    return new OperationCancelledException(
        command.toString(), command + " - cancelled; what the engine had begun may go on.", e);
  }

  /** Ends a process and its plugins, which are processes of their own and would outlive it. */
  static void end(Process process) {
    // Asked before the first is ended: nobody's children are not found any more.
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }

  private static void drain(Process process, DockerCommand command, Output... outputs) {
    try {
      for (Output output : outputs) {
        output.join(DRAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      throw interrupted(process, command, e);
    }
  }

  private DockerAnswer answer(
      DockerCommand command,
      Process process,
      boolean ended,
      List<String> output,
      List<String> notes) {
    if (ended && process.exitValue() == 0) {
      return new DockerAnswer(output, notes);
    }
    List<String> told = (notes.isEmpty() ? output : notes).stream().map(redaction::apply).toList();
    if (!ended) {
      throw new DockerException(command, DockerProblem.TIMED_OUT, -1, told, null);
    }
    throw new DockerException(command, DockerProblem.of(told), process.exitValue(), told, null);
  }

  @Override
  public DockerVersions versions() {
    DockerCommand ask = DockerCommand.of("version", "--format", "{{json .}}");
    JsonNode versions = json(ask, run(ask));
    DockerCommand askCompose = DockerCommand.of("compose", "version", "--short");
    String compose = run(askCompose).text().strip().replaceFirst("^v", "");
    if (!compose.matches("([2-9]|\\d\\d+)\\..*")) {
      throw new DockerException(
          askCompose, DockerProblem.COMPOSE_MISSING, 0, List.of(compose), null);
    }
    return new DockerVersions(
        versions.at("/Client/Version").asString(""),
        engine(versions),
        versions.at("/Client/ApiVersion").asString(""),
        compose);
  }

  /** Podman answers as Docker does, by its socket, and with the client alone by its own command. */
  private static String engine(JsonNode versions) {
    JsonNode server = versions.path("Server");
    boolean podman =
        server.isMissingNode() || server.at("/Components/0/Name").asString("").startsWith("Podman");
    String version =
        (server.isMissingNode() ? versions.path("Client") : server).path("Version").asString("");
    return podman ? DockerVersions.PODMAN + version : version;
  }

  private static JsonNode json(DockerCommand command, DockerAnswer answer) {
    try {
      return Json.mapper().readTree(answer.text());
    } catch (JacksonException e) {
      throw new HostingException(
          command.toString(), command + ": its answer is not JSON: " + answer.text(), false, e);
    }
  }
}
