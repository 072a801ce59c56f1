package io.github.chthosting.examples;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Passwords;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the administrator's password of an instance, changes it everywhere, or recovers it. */
@Command(
    name = "compose-password",
    mixinStandardHelpOptions = true,
    description = "checks the password of a CHT, or changes it everywhere; --dry-run only prints")
final class ComposePassword implements Callable<Integer> {
  @Mixin private final DockerOption docker = new DockerOption();

  @Parameters(
      index = "0",
      paramLabel = "PROJECT",
      description = "the instance, as compose-status lists it")
  private String project = "";

  @Option(names = "--change", description = "make a new one of seven words; it is in .env then")
  private boolean change;

  @Option(
      names = "--change-to",
      paramLabel = "FILE",
      description = "the new one is in this file of mode 600: arguments are seen by all users")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--recover", description = "give CouchDB the one that .env has")
  private boolean recover;

  @Option(names = "--dry-run", description = "print the plan and change nothing")
  private boolean dryRun;

  @Option(names = "--roll-back", description = "take back a change that was cut")
  private boolean rollBack;

  @Override
  public Integer call() {
    ComposePlatform platform = ComposePlatform.builder(docker.cli()).build();
    ComposeInstance instance =
        platform
            .instance(project)
            .orElseThrow(() -> new IllegalArgumentException("no instance " + project + " here"));
    Passwords passwords = Passwords.of(instance);
    if (dryRun) {
      plan(passwords).ifPresent(System.out::println);
      return 0;
    }
    carryOut(platform, instance, passwords);
    List<Finding> findings = instance.lookAgain().passwords().check();
    findings.forEach(System.out::println);
    return Finding.worst(findings) == Finding.Severity.ERROR ? 2 : 0;
  }

  private Optional<Plan> plan(Passwords passwords) {
    if (recover) {
      return Optional.of(passwords.planRecovery());
    }
    return file.map(passwords::planChange)
        .or(() -> change ? Optional.of(passwords.planChange()) : Optional.empty());
  }

  private void carryOut(ComposePlatform platform, ComposeInstance instance, Passwords passwords) {
    if (!change && file.isEmpty() && !recover && !rollBack) {
      return;
    }
    try (Journal journal = Journal.in(instance.layout().ownFolder().resolve("journal"))) {
      if (rollBack) {
        boolean did = platform.rollBack(journal).await();
        System.out.println(did ? "rolled back" : "nothing to roll back");
        return;
      }
      journal.unfinished().ifPresent(PlatformOptions::refuseOthers);
      if (journal.unfinished().isPresent()) {
        System.out.println("resuming " + journal.unfinished().get());
        platform.resume(journal).await();
        return;
      }
      Optional<Plan> plan = plan(passwords);
      plan.ifPresent(System.out::println);
      plan.ifPresent(each -> each.apply(journal).await());
    }
  }
}
