package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandlers;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out steps that remove files, and data folders, that a plan names one by one. */
public final class RemovalSteps {
  private static final Logger log = LoggerFactory.getLogger(RemovalSteps.class);

  private static final String BEGUN = "begun";

  private final Engine platform;

  private RemovalSteps(Engine platform) {
    this.platform = platform;
  }

  /** Returns the handlers of all steps that remove something. */
  public static StepHandlers handlers(Engine platform) {
    RemovalSteps steps = new RemovalSteps(platform);
    LabelledRemoval labelled = new LabelledRemoval(platform);
    return StepHandlers.builder()
        .add(RemoveContainers.class, StepWork.handler(labelled::containers, RemovalSteps::giveUp))
        .add(RemoveVolumes.class, StepWork.handler(labelled::volumes, RemovalSteps::giveUp))
        .add(RemoveDataVolume.class, StepWork.handler(labelled::dataVolume, RemovalSteps::giveUp))
        .add(RemoveNetworks.class, StepWork.handler(labelled::networks, RemovalSteps::giveUp))
        .add(RemoveFile.class, StepWork.handler(steps::file, RemovalSteps::giveUp))
        .add(RemoveData.class, StepWork.handler(steps::data, RemovalSteps::giveUp))
        .add(RemoveFolder.class, StepWork.handler(RemovalSteps::folder, RemovalSteps::giveUp))
        .build();
  }

  /** Ends a removal half way: nothing that was removed is brought back, and the rest stays. */
  private static void giveUp(Step step, Marks marks, WorkContext context) {
    log.warn("given up at '{}': what was removed before it stays removed", step.describe());
  }

  /** Looks again, right before: an installation may have been started with it since. */
  private void file(RemoveFile step, Marks marks, WorkContext context) throws IOException {
    Optional<Instance> user =
        platform.instances().stream().filter(each -> uses(each.layout(), step.path())).findFirst();
    if (user.isPresent()) {
      throw new PlanRefusedException(
          step.describe(),
          List.of(
              "%s is a file of %s, which has containers again. It was not removed: give this plan up, and plan the removal again"
                  .formatted(step.path(), user.get().name())));
    }
    Files.deleteIfExists(step.path());
  }

  private static boolean uses(Layout layout, Path file) {
    return layout.files().contains(file) || layout.environment().equals(file);
  }

  /** Looks again, right before: the folder may have become somebody's since this was planned. */
  private void data(RemoveData step, Marks marks, WorkContext context) {
    Path folder = step.path();
    List<String> reasons =
        new ArrayList<>(DataFolder.holders(folder, Projects.all(platform.docker())));
    if (DataFolder.holds(folder, step.layout())) {
      reasons.add("it holds the installation itself");
    }
    if (!marks.all().containsKey(BEGUN) && !isOfCouchDb(folder)) {
      reasons.add("it holds no CouchDB data, but something else");
    }
    if (!reasons.isEmpty()) {
      throw new HostingException(
          "remove " + folder,
          "%s was not removed: %s. What is left of the instance is as it is: end that, and resume"
              .formatted(folder, String.join("; ", reasons)),
          false,
          null);
    }
    // A kill may leave half of it, which does not look like CouchDB's any more.
    marks.put(BEGUN, folder.toString());
    remove(folder);
  }

  private static boolean isOfCouchDb(Path folder) {
    if (!Files.isDirectory(folder) || DataFolder.hasDatabases(folder)) {
      return true;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    } catch (IOException e) {
      throw cannot(folder, e);
    }
  }

  private static void remove(Path folder) {
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

  private static boolean isEmptyMountPoint(Path folder) {
    Path parent = folder.toAbsolutePath().getParent();
    try {
      if (parent == null || Files.getFileStore(parent).equals(Files.getFileStore(folder))) {
        return false;
      }
      try (Stream<Path> inside = Files.list(folder)) {
        return inside.findAny().isEmpty();
      }
    } catch (IOException e) {
      throw cannot(folder, e);
    }
  }

  /**
   * Leaves files that other people put there. Our own folder goes with the journal that is written
   * now.
   */
  private static void folder(RemoveFolder step, Marks marks, WorkContext context)
      throws IOException {
    Path folder = step.path();
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
}
