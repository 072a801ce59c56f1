package io.github.chthosting.compose.internal.steps;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.internal.host.EngineHost;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.files.FileHold;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Step;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two plans from being at work on one installation, whatever journals they have: a file in
 * its folder is locked while a plan is carried out, and free when its process ends.
 */
final class InstallationGuard {
  private static final Logger log = LoggerFactory.getLogger(InstallationGuard.class);

  private InstallationGuard() {}

  /** Locks all installations of a plan, in the order of their folders, if they are on this host. */
  static Closeable open(Engine platform, Plan plan) {
    List<FileHold> held = new ArrayList<>();
    SortedSet<Path> folders = folders(plan);
    if (folders.isEmpty() || EngineHost.isRemote(platform.docker().address())) {
      return () -> close(held);
    }
    try {
      for (Path own : folders) {
        take(plan, own).ifPresent(held::add);
      }
      return () -> close(held);
    } catch (RuntimeException e) {
      close(held);
      throw e;
    }
  }

  private static Optional<FileHold> take(Plan plan, Path own) {
    try {
      Files.createDirectories(own);
      Optional<FileHold> hold = FileHold.of(own.resolve("plan.lock"));
      if (hold.isEmpty()) {
        throw new PlanRefusedException(
            plan.title(),
            List.of(
                "another plan is at work on the installation in %s. Nothing was changed: wait for it, then plan again"
                    .formatted(own.getParent())));
      }
      return hold;
    } catch (IOException e) {
      // The folder may be on another host, or not ours: the steps say what they cannot write.
      log.warn("{} cannot be locked against other plans: {}", own, e.toString());
      return Optional.empty();
    }
  }

  private static void close(List<FileHold> held) {
    for (FileHold each : held) {
      try {
        each.close();
      } catch (IOException e) {
        log.warn("a lock was not given back", e);
      }
    }
  }

  private static SortedSet<Path> folders(Plan plan) {
    SortedSet<Path> folders = new TreeSet<>();
    for (PlannedStep planned : plan.steps()) {
      for (RecordComponent part : components(planned.step())) {
        if (part.getType() == Layout.class) {
          folders.add(layout(planned.step(), part).ownFolder());
        }
      }
    }
    return folders;
  }

  private static List<RecordComponent> components(Step step) {
    RecordComponent[] parts = step.getClass().getRecordComponents();
    return parts == null ? List.of() : List.of(parts);
  }

  private static Layout layout(Step step, RecordComponent part) {
    try {
      part.getAccessor().setAccessible(true);
      return (Layout) part.getAccessor().invoke(step);
    } catch (ReflectiveOperationException e) {
      throw new HostingException(step.summary(), "cannot be read: " + step.summary(), false, e);
    }
  }
}
