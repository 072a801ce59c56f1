package io.github.chthosting.examples;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.UnfinishedPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The choice of an engine, where release files come from, and how plans of instances are carried
 * out.
 */
final class PlatformOptions {
  /** The steps that take away what nothing brings back. */
  private static final Set<String> DATA = Set.of("remove-data", "remove-data-volume");

  @Mixin private final DockerOption docker = new DockerOption();

  @Option(
      names = "--releases",
      description =
          "folder with the release's files, VERSION/cht-core.yml; default: the CHT's builds server")
  private Optional<Path> releases = Optional.empty();

  @Option(names = "--dry-run", description = "prints the plan, and changes nothing")
  private boolean dryRun;

  @Option(names = "--roll-back", description = "takes back the step that was cut")
  private boolean rollBack;

  private Predicate<UnfinishedPlan> resumable = PlatformOptions::removesNothing;

  ComposePlatform platform() {
    ComposePlatform.Builder builder = ComposePlatform.builder(docker.cli());
    return releases
        .map(folder -> builder.releases(ReleaseSource.folder(folder)))
        .orElse(builder)
        .build();
  }

  ComposeInstance instance(String project) {
    return platform()
        .instance(project)
        .orElseThrow(
            () ->
                new HostingException(
                    "find " + project,
                    "no CHT named " + project + " on this engine; compose-status lists them",
                    false,
                    null));
  }

  /** One that may have no containers any more, and is found by its folder then. */
  ComposeInstance instance(String project, Optional<Path> folder) {
    return folder
        .flatMap(platform()::installation)
        .filter(found -> found.name().equals(project))
        .orElseGet(() -> instance(project));
  }

  /** Prints the plan, and carries it out unless it is only to be printed. */
  void run(Path folder, Supplier<Plan> planner) {
    if (dryRun) {
      System.out.println(planner.get());
      return;
    }
    Optional<Plan> fresh = isCut(folder) ? Optional.empty() : Optional.of(planner.get());
    ComposePlatform platform = platform();
    try (Journal journal = Journal.in(journal(folder))) {
      if (rollBack) {
        boolean did = platform.rollBack(journal).await();
        System.out.println(did ? "rolled back" : "nothing to roll back");
        return;
      }
      journal.unfinished().ifPresent(cut -> refuseOthers(cut, resumable));
      journal
          .unfinished()
          .ifPresent(
              cut ->
                  System.out.println(
                      "going on with '"
                          + cut.title()
                          + "', which was cut (--roll-back takes back the step that was cut); if you"
                          + " meant something else, call it again afterwards"));
      goOn(platform, journal, () -> fresh.orElseGet(planner))
          .onProgress(progress -> System.out.println("  " + progress.phase()))
          .await();
    }
  }

  /** Returns what was cut comes first. */
  private static Operation<Integer> goOn(
      ComposePlatform platform, Journal journal, Supplier<Plan> planner) {
    Optional<UnfinishedPlan> cut = journal.unfinished();
    if (cut.isPresent()) {
      System.out.println(cut.get());
      return platform.resume(journal);
    }
    Plan plan = planner.get();
    System.out.println(plan);
    return plan.apply(journal);
  }

  /**
   * Runs a removal like {@link #run}: one that was cut goes on if it has the same title, and takes
   * the data only if that is asked for again.
   */
  void destroy(Path folder, String title, boolean data, Supplier<Plan> planner) {
    resumable =
        cut ->
            removesNothing(cut)
                || (cut.title().equals(title)
                    && (data || cut.steps().stream().noneMatch(DATA::contains)));
    run(folder, planner);
  }

  private static boolean removesNothing(UnfinishedPlan plan) {
    return plan.cost().risk() != Risk.DESTRUCTIVE;
  }

  /** Refuses a cut removal to whoever starts a CHT: it must not go on then. */
  static void refuseOthers(UnfinishedPlan cut) {
    refuseOthers(cut, PlatformOptions::removesNothing);
  }

  private static void refuseOthers(UnfinishedPlan cut, Predicate<UnfinishedPlan> resumable) {
    if (!resumable.test(cut)) {
      throw new PlanRefusedException(
          "go on with '" + cut.title() + "'",
          List.of(
              "it was cut, and removes what nothing brings back: finish it by the command that began it, with the same options, or give it up by --roll-back"));
    }
  }

  private static Path journal(Path folder) {
    return folder.resolve(".cht-hosting").resolve("journal");
  }

  /**
   * Runs a plan like {@link #run}, where {@code --roll-back} has a plan of its own if no step was
   * cut: back from what is done.
   */
  void run(Path folder, Supplier<Plan> planner, Supplier<Plan> back) {
    boolean done = rollBack && !isCut(folder);
    rollBack = rollBack && !done;
    run(folder, done ? back : planner);
  }

  /** Returns whether {@code --roll-back} was given. */
  boolean rollsBack() {
    return rollBack;
  }

  /**
   * Returns whether there is something to resume; a plan that is refused leaves no folder behind.
   */
  private static boolean isCut(Path folder) {
    if (!journal(folder).toFile().exists()) {
      return false;
    }
    try (Journal journal = Journal.in(journal(folder))) {
      return journal.unfinished().isPresent();
    }
  }
}
