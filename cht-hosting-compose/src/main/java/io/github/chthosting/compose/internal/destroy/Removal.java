package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what carries a project's label, and files that a plan names one by one. */
public final class Removal implements Capability {
  private static final Logger log = LoggerFactory.getLogger(Removal.class);
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ComposePlatform platform;

  public Removal(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(
        "remove-containers",
        "remove-volumes",
        "remove-networks",
        "remove-file",
        "remove-data",
        "remove-folder");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws IOException {
    if (step.arguments().containsKey("files")) {
      platform.requireOwn(Layout.of(step.arguments()));
    }
    switch (step.action()) {
      case "remove-containers" -> each(step, List.of("ps", "--all"), List.of("rm", "--force"));
      case "remove-volumes" -> each(step, List.of("volume", "ls"), List.of("volume", "rm"));
      case "remove-networks" -> each(step, List.of("network", "ls"), List.of("network", "rm"));
      case "remove-data" -> data(Path.of(step.argument("path")));
      case "remove-folder" -> folder(Path.of(step.argument("path")));
      default -> Files.deleteIfExists(Path.of(step.argument("path")));
    }
  }

  private void each(Step step, List<String> list, List<String> remove) {
    Layout layout = Layout.of(step.arguments());
    DockerCli docker = platform.docker();
    String certbot = step.arguments().getOrDefault("certbot", "");
    for (String project : List.of(layout.upgradeProject(), certbot, layout.project())) {
      List<String> names = project.isEmpty() ? List.of() : list(docker, list, project, layout);
      if (!names.isEmpty()) {
        List<String> words = new ArrayList<>(remove);
        words.addAll(names);
        docker.run(command(words, layout));
      }
    }
  }

  /** Of the upgrade service's project only what is this instance's: others may share its name. */
  private List<String> list(DockerCli docker, List<String> list, String project, Layout layout) {
    boolean upgrades = project.equals(layout.upgradeProject()) && !project.equals(layout.project());
    if (list.get(0).equals("ps") && upgrades) {
      return platform.instance(layout).upgradeService().stream()
          .map(each -> each.status().name())
          .toList();
    }
    List<String> words = new ArrayList<>(list);
    words.addAll(List.of("--quiet", "--filter", "label=com.docker.compose.project=" + project));
    List<String> all = docker.run(command(words, layout)).lines();
    return upgrades && isShared(project) ? List.of() : all;
  }

  private boolean isShared(String project) {
    return platform.instances().stream()
        .anyMatch(each -> each.layout().upgradeProject().equals(project));
  }

  private static DockerCommand command(List<String> words, Layout layout) {
    return DockerCommand.of(words.toArray(String[]::new))
        .about(layout.project(), "")
        .timeLimit(LIMIT);
  }

  private void data(Path folder) throws IOException {
    List<String> reasons = DataFolder.holders(folder, Projects.all(platform.docker()));
    if (!reasons.isEmpty()) {
      throw new HostingException(
          "remove " + folder,
          "%s was not removed: %s. What is left of the instance is as it is: end that, and resume"
              .formatted(folder, String.join("; ", reasons)),
          false,
          null);
    }
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (NoSuchFileException e) {
      // It has gone already.
    } catch (FileSystemException e) {
      if (!isEmptyMountPoint(folder)) {
        throw cannot(folder, e);
      }
      log.info("{} is empty, and stays: another disk is mounted there", folder);
    } catch (IOException e) {
      throw cannot(folder, e);
    }
  }

  private static HostingException cannot(Path folder, IOException e) {
    return new HostingException(
        "remove " + folder,
        folder + " cannot be removed: " + e + ". Run as root, and resume",
        false,
        e);
  }

  private static boolean isEmptyMountPoint(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null || Files.getFileStore(parent).equals(Files.getFileStore(folder))) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  /**
   * What other people put there stays. Our own folder goes with the journal that is written now.
   */
  private static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Path own = folder.resolve(".cht-hosting");
    List<Path> rest;
    try (Stream<Path> inside = Files.list(folder)) {
      rest = inside.filter(each -> !each.equals(own)).toList();
    }
    if (rest.isEmpty()) {
      Files.walkFileTree(folder, new Deletion());
    }
  }

  /** Links are removed, and what they point to is not. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }

  /** What was removed is not brought back; but who does not want the rest to go can end it. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    log.warn("given up at {}: what was removed before it stays removed", step);
  }
}
