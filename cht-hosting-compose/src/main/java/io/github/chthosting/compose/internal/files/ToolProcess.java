package io.github.chthosting.compose.internal.files;

import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileToolException;
import io.github.chthosting.compose.files.FileToolProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** borg or restic as a process, without a shell; the pass phrase is in its environment alone. */
final class ToolProcess {
  private static final Set<String> PASSED_ON =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_CACHE_HOME", "SSH_AUTH_SOCK");
  private static final Duration LIMIT = Duration.ofHours(12);
  private static final int KEPT = 2_000;

  private final FileRepository repository;
  private final String passPhrase;
  private final Map<String, String> environment;

  ToolProcess(FileRepository repository, Map<String, String> environment, String variable) {
    this.repository = repository;
    this.passPhrase = String.valueOf(repository.secret().reveal());
    this.environment = new TreeMap<>(environment);
    this.environment.put(variable, passPhrase);
    this.environment.put("LC_ALL", "C.UTF-8");
  }

  /**
   * The output of a command that has ended.
   *
   * @param notes its errors and warnings
   */
  record Said(int exitCode, String output, List<String> notes) {}

  /** Runs to the end; an exit code of 0 is expected. */
  Said run(String... arguments) {
    return run(null, Arrays.asList(arguments));
  }

  Said run(@Nullable Path folder, List<String> arguments) {
    Said said = ask(folder, arguments);
    if (said.exitCode != 0) {
      throw failed(arguments, said);
    }
    return said;
  }

  /** Runs to the end, whatever comes of it. */
  Said ask(@Nullable Path folder, List<String> arguments) {
    try {
      Path output = Files.createTempFile("cht-files", ".out");
      Path notes = Files.createTempFile("cht-files", ".err");
      try {
        return ask(folder, arguments, output, notes);
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(notes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Said ask(@Nullable Path folder, List<String> arguments, Path output, Path notes)
      throws IOException {
    Process process = start(folder, arguments, output, notes);
    boolean ended = await(process, arguments);
    List<String> told = lines(notes);
    if (!ended) {
      throw new FileToolException(name(arguments), FileToolProblem.TIMED_OUT, -1, told, null);
    }
    String text = clean(Files.readString(output, StandardCharsets.UTF_8));
    return new Said(process.exitValue(), text, told);
  }

  private Process start(@Nullable Path folder, List<String> arguments, Path output, Path notes) {
    List<String> words = new ArrayList<>(List.of(repository.tool().program()));
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(folder == null ? null : folder.toFile());
    builder.environment().keySet().retainAll(PASSED_ON);
    builder.environment().putAll(environment);
    builder.redirectOutput(output.toFile()).redirectError(notes.toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new FileToolException(
          name(arguments),
          FileToolProblem.NO_COMMAND,
          -1,
          List.of(clean(String.valueOf(e.getMessage()))),
          e);
    }
  }

  private boolean await(Process process, List<String> arguments) {
    try {
      boolean ended = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return ended;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(
          name(arguments), name(arguments) + ": interrupted; resume", e);
    }
  }

  /** The failure that {@code said} is. */
  FileToolException failed(List<String> arguments, Said said) {
    FileToolProblem problem = FileToolProblem.of(said.notes);
    return new FileToolException(name(arguments), problem, said.exitCode, said.notes, null);
  }

  private String name(List<String> arguments) {
    return repository.tool().program() + " " + arguments.get(0) + " in " + repository.location();
  }

  private List<String> lines(Path file) throws IOException {
    List<String> all = clean(Files.readString(file, StandardCharsets.UTF_8)).lines().toList();
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }

  private String clean(String text) {
    return text.replace(passPhrase, "***");
  }
}
