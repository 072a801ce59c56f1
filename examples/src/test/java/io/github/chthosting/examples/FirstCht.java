package io.github.chthosting.examples;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;

/** Installs a CHT on this host, and prints what an upgrade of it would do. */
public final class FirstCht {
  public static void main(String... arguments) {
    ComposePlatform platform = ComposePlatform.builder(DockerCli.builder().build()).build();
    ComposeDeployment deployment =
        ComposeDeployment.builder("cht", "5.0.2", Path.of("/home/me/cht"))
            .domain("cht.example.org")
            .build();

    platform.check(deployment).forEach(System.out::println); // 1: is this host fit for it?

    try (Journal journal = Journal.in(deployment.folder().resolve(".cht-hosting/journal"))) {
      platform.resume(journal).await(); // finishes what a killed process began, if anything
      Plan plan = platform.planInstall(deployment); // 2: what would be done? Changes nothing.
      System.out.println(plan);
      plan.apply(journal).onProgress(System.out::println).await(); // 3: do it
    }

    ComposeInstance cht = platform.instance("cht").orElseThrow(); // 4: how is it now?
    cht.status().forEach(System.out::println);

    System.out.println(cht.planUpgrade(ChtVersion.of("5.2.0"))); // 5: what would an upgrade do?
  }
}
