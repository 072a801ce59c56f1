package io.github.chthosting.examples;

import io.github.chthosting.compose.ComposeInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops a CHT in order, the databases last. */
@Command(
    name = "compose-stop",
    mixinStandardHelpOptions = true,
    description = "stops a CHT in order, the databases last")
final class ComposeStop implements Runnable {
  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Parameters(paramLabel = "PROJECT", description = "as compose-status names it")
  private String project = "";

  @Override
  public void run() {
    ComposeInstance instance = options.instance(project);
    options.run(instance.layout().folder(), () -> options.instance(project).planStop());
  }
}
