package io.github.chthosting.compose.internal.files;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.files.FileSnapshot;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings copies back, first below a folder of their own, and into their places when verified. */
final class RestoreSteps {
  private static final int QUOTED = 5;

  private RestoreSteps() {}

  static void check(CheckRepository step, Marks marks, WorkContext context) {
    Repository.of(step.repository()).check();
  }

  static void restore(RestoreFiles step, Marks marks, WorkContext context) throws IOException {
    Path scratch = step.scratch();
    Files.createDirectories(scratch);
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwx------"));
    Repository repository = Repository.of(step.repository());
    FileSnapshot snapshot =
        repository.snapshots().stream()
            .filter(each -> each.name().equals(step.name()))
            .findFirst()
            .orElseThrow(() -> gone(step));
    String id = snapshot.ids().getOrDefault(step.part(), "");
    if (id.isEmpty()) {
      throw gone(step);
    }
    repository.restore(id, scratch);
  }

  static void removeRestored(RestoreFiles step, Marks marks, WorkContext context)
      throws IOException {
    Trees.delete(step.scratch());
  }

  static void removeScratch(RemoveScratch step, Marks marks, WorkContext context)
      throws IOException {
    Trees.delete(step.scratch());
  }

  private static HostingException gone(RestoreFiles step) {
    return new HostingException(
        step.describe(),
        step.name() + " is no longer complete in the repository: plan with another copy",
        false,
        null);
  }

  static void checkNodes(CheckNodes step, Marks marks, WorkContext context) throws IOException {
    Path stage = RestoredFiles.stage(step.scratch(), step.name());
    Set<String> there = Set.copyOf(FileManifest.read(stage).nodes());
    Set<String> wanted = Set.copyOf(step.nodes());
    if (!there.equals(wanted)) {
      throw new PlanRefusedException(
          step.describe(),
          List.of(
              ("the maps of this copy name %s, and the nodes are to be %s: they would start"
                      + " without documents. Start it under the old names, then change them by"
                      + " NodePlanner.rename, or restore by a backup of documents")
                  .formatted(
                      there.isEmpty() ? "nodes that were not noted" : sorted(there),
                      sorted(wanted))));
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  static void verify(VerifyFiles step, Marks marks, WorkContext context) throws IOException {
    Path scratch = step.scratch();
    Map<String, Prefix> hashes =
        FileManifest.read(RestoredFiles.stage(scratch, step.name())).hashes();
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Prefix> each : hashes.entrySet()) {
      if (!each.getValue().isOf(RestoredFiles.below(scratch, Path.of(each.getKey())))) {
        wrong.add(each.getKey());
      }
    }
    if (hashes.isEmpty() || !wrong.isEmpty()) {
      throw new VerificationFailedException(
          step.describe(),
          "%s: %d of %d files are missing or not what was copied: %s. Take another copy; what was restored is in %s"
              .formatted(
                  step.name(),
                  wrong.size(),
                  hashes.size(),
                  wrong.subList(0, Math.min(QUOTED, wrong.size())),
                  scratch),
          null);
    }
  }

  static void place(PlaceFiles step, Marks marks, WorkContext context) throws IOException {
    if (Files.exists(step.scratch())) {
      new RestoredFiles(step.scratch(), step.name(), step.to()).place();
    }
  }

  @SuppressWarnings("DoNotCallSuggester") // The way back of a type of step.
  static void refuseToTakeBack(PlaceFiles step, Marks marks, WorkContext context) {
    throw new PlanRefusedException(
        "take back '" + step.describe() + "'", List.of("files are between two places: resume"));
  }
}
