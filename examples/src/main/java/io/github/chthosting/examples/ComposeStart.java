package io.github.chthosting.examples;

import io.github.chthosting.compose.ComposeInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Starts a CHT, once its databases are seen to be its own. */
@Command(
    name = "compose-start",
    mixinStandardHelpOptions = true,
    description = "starts a CHT, once its databases are seen to be its own")
final class ComposeStart implements Runnable {
  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Parameters(paramLabel = "PROJECT", description = "as compose-status names it")
  private String project = "";

  @Override
  public void run() {
    ComposeInstance instance = options.instance(project);
    options.run(instance.layout().folder(), () -> options.instance(project).planStart());
  }
}
