package io.github.chthosting.compose.internal.install;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.env.PassPhrase;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Folders, release files and {@code .env}. What a file held before is in the journal's marks. */
public final class FileSteps implements Capability {
  private static final String NOTHING = "nothing was there";
  private static final String MADE = "made";

  private final ComposePlatform platform;

  public FileSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(
        "make-folder", "write-release-file", "write-file", "write-settings", "protect-file");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws IOException {
    Path path = Path.of(step.argument("path"));
    switch (step.action()) {
      case "make-folder" -> folder(path);
      case "write-release-file" -> write(path, release(step), marks);
      case "write-file" -> write(path, step.argument("text"), marks);
      case "write-settings" -> settings(path, step, marks);
      default -> Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static void folder(Path path) {
    try {
      Files.createDirectories(path);
      if (path.endsWith("certs")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new HostingException("make " + path, path + " cannot be made: " + e, false, e);
    }
  }

  private String release(Step step) {
    String version = step.argument("version");
    String name = step.argument("name");
    ReleaseFile file =
        version.isEmpty()
            ? platform.releases().upgradeService()
            : platform
                .releases()
                .fetch(ChtVersion.of(version), Topology.valueOf(step.argument("topology")))
                .files()
                .stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    if (!file.sha256().equals(step.argument("sha256"))) {
      throw new VerificationFailedException(
          step.toString(),
          name + " is not what it was when this was planned: give the plan up, and plan again",
          null);
    }
    return file.text();
  }

  private static void write(Path path, String text, Marks marks) throws IOException {
    if (!marks.all().containsKey("before")) {
      marks.put("before", Files.exists(path) ? "=" + Files.readString(path) : NOTHING);
    }
    if (text.isEmpty()) {
      Files.deleteIfExists(path);
    } else {
      WholeFile.write(path, text);
    }
  }

  /** Secrets that are there are kept, so that a second run makes no others. */
  private static void settings(Path path, Step step, Marks marks) {
    if (marks.all().isEmpty() && !Files.exists(path)) {
      marks.put(MADE, path.toString());
    }
    Map<String, Optional<String>> wanted = new LinkedHashMap<>();
    for (String name : words(step.argument("order"))) {
      wanted.put(name, Optional.of(step.argument("set." + name)));
    }
    new SettingsEdit(path, marks).apply(wanted);
    EnvFile file = EnvFile.read(path);
    for (String name : words(step.argument("secrets"))) {
      if (file.get(name).orElse("").isEmpty()) {
        file = file.with(name, name.endsWith("UUID") ? PassPhrase.uuid() : secret());
      }
    }
    file.write(path);
  }

  private static String secret() {
    return String.valueOf(PassPhrase.words().reveal());
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(",")).filter(word -> !word.isEmpty()).toList();
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws IOException {
    Path path = Path.of(step.argument("path"));
    switch (step.action()) {
      case "make-folder" -> removeIfEmpty(path);
      case "write-settings" -> settingsBack(path, step, marks);
      case "protect-file" -> {}
      default -> back(path, marks);
    }
  }

  private static void removeIfEmpty(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      boolean empty;
      try (Stream<Path> inside = Files.list(path)) {
        empty = inside.findAny().isEmpty();
      }
      if (empty) {
        Files.delete(path);
      }
    }
  }

  private static void back(Path path, Marks marks) throws IOException {
    String before = marks.all().get("before");
    if (NOTHING.equals(before)) {
      Files.deleteIfExists(path);
    } else if (before != null) {
      WholeFile.write(path, before.substring(1));
    }
  }

  /** A file that was there holds more than this step has written: the rest of it stays. */
  private static void settingsBack(Path path, Step step, Marks marks) throws IOException {
    if (marks.all().containsKey(MADE)) {
      Files.deleteIfExists(path);
    } else if (!marks.all().isEmpty()) {
      new SettingsEdit(path, marks).back(words(step.argument("order")));
    }
  }
}
