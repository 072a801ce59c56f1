package io.github.chthosting.compose;

import io.github.chthosting.compose.files.FileSnapshot;
import io.github.chthosting.compose.files.Retention;
import io.github.chthosting.compose.internal.files.CopyFiles;
import io.github.chthosting.compose.internal.files.RequireNewest;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.move.FillVolumes;
import io.github.chthosting.compose.internal.move.MakeContainers;
import io.github.chthosting.compose.internal.move.VolumeSteps;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Plans the way of an instance to another host, by copies of its files in a repository that both
 * hosts reach: {@link #depart} where it is, then {@link #arrive} and {@link #start} where it goes.
 * It keeps its name, version and topology, its passwords, sessions, indexes and certificate. The
 * old one is stopped and stays as it is: its {@code planStart()} is the way back until users write
 * to the new one.
 */
public final class HostMove {
  private HostMove() {}

  /**
   * Plans the departure, on the host that the CHT leaves: a copy while it runs, then it stops, then
   * a copy of what changed since, which is what {@link #arrive} takes. The second one takes little
   * time.
   *
   * <p>If another copy of it was made since this was planned, it ends before it stops anything:
   * that one would be taken for the newest. Plan again then.
   *
   * @param retention of the repository, as for any other copy
   * @throws PlanRefusedException with every reason, as {@link FileBackups#planBackup}
   */
  public static Plan depart(ComposeInstance instance, FileBackups backups, Retention retention) {
    Instant now = Instant.now();
    Plan first = backups.planBackup(instance, retention, now);
    Plan last = backups.planBackup(instance, retention, now.plusSeconds(1));
    PlannedStep newest = newest(last);
    List<PlannedStep> steps = new ArrayList<>(first.steps());
    // Before it stops, and before retention could forget it.
    steps.add(newest);
    steps.addAll(instance.planStop().steps());
    steps.addAll(last.steps());
    steps.add(steps.size() - 1, newest);
    List<String> notes = new ArrayList<>(first.notes());
    notes.addAll(last.notes());
    notes.add(instance.name() + " stays stopped, also when its host starts again");
    return new Plan(instance.name() + " leaves its host", steps, notes)
        .carriedOutBy(instance.platform().handlers());
  }

  private static PlannedStep newest(Plan backup) {
    return backup.steps().stream()
        .map(PlannedStep::step)
        .filter(CopyFiles.class::isInstance)
        .map(CopyFiles.class::cast)
        .findFirst()
        .map(copy -> new RequireNewest(copy.repository(), copy.layout().project(), copy.name()))
        .orElseThrow()
        .costing(Cost.FREE);
  }

  /**
   * Plans the arrival, on the host that the CHT comes to: its newest whole copy, verified, in this
   * folder.
   *
   * @param folder that is empty or not there
   * @throws PlanRefusedException if there is no whole copy of it, or the folder is not empty
   */
  public static Plan arrive(FileBackups backups, String project, Path folder) {
    String newest =
        backups.snapshots().stream()
            .filter(FileSnapshot::isComplete)
            .map(FileSnapshot::name)
            .filter(name -> name.matches(Pattern.quote(project) + "-\\d{8}T\\d{6}Z"))
            .reduce((first, second) -> second)
            .orElseThrow(
                () ->
                    new PlanRefusedException(
                        project + " arrives",
                        List.of("the repository has no complete copy of " + project)));
    return backups.planRestore(newest, folder, List.of());
  }

  /**
   * Plans the start after {@link #arrive}: its containers are made, their volumes get back what
   * they held (the certificate, CouchDB's own settings), CouchDB starts alone and must hold what
   * was counted, and the rest follows.
   *
   * @param restored as {@code platform.installation(folder)} has it
   * @throws PlanRefusedException if it was started already, nothing was restored in its folder, or
   *     its project's name is another's here
   */
  public static Plan start(ComposePlatform platform, ComposeInstance restored) {
    String title = restored.name() + " starts on its new host";
    HostFacts.requireLocal(platform.docker(), title);
    List<String> reasons = new ArrayList<>();
    if (!restored.containers().isEmpty()) {
      reasons.add(restored.name() + " has containers already: planStart() starts those");
    }
    if (!Files.isDirectory(VolumeSteps.kept(restored.layout()))) {
      reasons.add("nothing was restored in " + restored.layout().folder());
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(new MakeContainers(restored.layout()).costing(cost(120)));
    steps.add(new FillVolumes(restored.layout()).costing(cost(5)));
    Plan start = restored.planStart();
    steps.addAll(start.steps());
    return new Plan(title, steps, start.notes()).carriedOutBy(platform.handlers());
  }

  private static Cost cost(int seconds) {
    return new Cost(0, 0, Duration.ofSeconds(seconds), Risk.REVERSIBLE);
  }
}
