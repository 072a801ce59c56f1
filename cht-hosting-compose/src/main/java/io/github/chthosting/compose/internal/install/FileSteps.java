package io.github.chthosting.compose.internal.install;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.env.PassPhrase;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.StepHandlers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Carries out steps about folders, release files and {@code .env}. What was there is in marks. */
public final class FileSteps {
  private static final String NOTHING = "nothing was there";
  private static final String MADE = "made";

  private final Engine platform;

  private FileSteps(Engine platform) {
    this.platform = platform;
  }

  /** Returns the handlers of these steps. */
  public static StepHandlers handlers(Engine platform) {
    FileSteps steps = new FileSteps(platform);
    return StepHandlers.builder()
        .add(MakeFolder.class, StepWork.handler(FileSteps::make, FileSteps::removeIfEmpty))
        .add(
            WriteReleaseFile.class,
            StepWork.handler(
                (step, marks, context) -> write(step.path(), steps.text(step), marks),
                (step, marks, context) -> back(step.path(), marks)))
        .add(
            WriteFile.class,
            StepWork.handler(
                (step, marks, context) -> write(step.path(), step.text(), marks),
                (step, marks, context) -> back(step.path(), marks)))
        .add(WriteSettings.class, StepWork.handler(FileSteps::settings, FileSteps::settingsBack))
        .add(ProtectFile.class, StepWork.handler(FileSteps::protect))
        .build();
  }

  private static void make(MakeFolder step, Marks marks, WorkContext context) {
    Path path = step.path();
    try {
      DurableFolder.create(path, Permissions.READABLE);
      if (path.endsWith("certs")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new HostingException("make " + path, path + " cannot be made: " + e, false, e);
    }
  }

  private static void removeIfEmpty(MakeFolder step, Marks marks, WorkContext context)
      throws IOException {
    Path path = step.path();
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

  private static void protect(ProtectFile step, Marks marks, WorkContext context)
      throws IOException {
    Files.setPosixFilePermissions(step.path(), PosixFilePermissions.fromString("rw-------"));
  }

  private String text(WriteReleaseFile step) {
    ReleaseFile file =
        step.version().isEmpty()
            ? platform.releases().upgradeService()
            : platform
                .releases()
                .fetch(ChtVersion.of(step.version()), step.topology())
                .files()
                .stream()
                .filter(each -> each.name().equals(step.name()))
                .findFirst()
                .orElseThrow();
    if (!file.sha256().equals(step.sha256())) {
      throw new VerificationFailedException(
          step.describe(),
          step.name()
              + " is not what it was when this was planned: give the plan up, and plan again",
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

  private static void back(Path path, Marks marks) throws IOException {
    String before = marks.all().get("before");
    if (NOTHING.equals(before)) {
      Files.deleteIfExists(path);
    } else if (before != null) {
      WholeFile.write(path, before.substring(1));
    }
  }

  /** Secrets that are there are kept, so that a second run makes no others. */
  private static void settings(WriteSettings step, Marks marks, WorkContext context) {
    Path path = step.path();
    if (marks.all().isEmpty() && !Files.exists(path)) {
      marks.put(MADE, path.toString());
    }
    Map<String, Optional<String>> wanted = new LinkedHashMap<>();
    step.set().forEach(each -> wanted.put(each.name(), Optional.of(each.value())));
    new SettingsEdit(path, marks).apply(wanted);
    EnvFile file = EnvFile.read(path);
    for (String name : step.secrets()) {
      if (file.get(name).orElse("").isEmpty()) {
        file = file.with(name, name.endsWith("UUID") ? PassPhrase.uuid() : secret());
      }
    }
    file.write(path);
  }

  private static String secret() {
    return String.valueOf(PassPhrase.words().reveal());
  }

  /** A file that was there holds more than this step has written: the rest of it stays. */
  private static void settingsBack(WriteSettings step, Marks marks, WorkContext context)
      throws IOException {
    if (marks.all().containsKey(MADE)) {
      Files.deleteIfExists(step.path());
    } else if (!marks.all().isEmpty()) {
      new SettingsEdit(step.path(), marks).back(step.set().stream().map(Setting::name).toList());
    }
  }
}
