package io.github.chthosting.examples;

import io.github.chthosting.compose.ComposeInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a CHT away. */
@Command(
    name = "compose-destroy",
    mixinStandardHelpOptions = true,
    description = "takes a CHT away; its data is kept unless --data is given")
final class ComposeDestroy implements Runnable {
  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Parameters(paramLabel = "PROJECT", description = "as compose-status names it")
  private String project = "";

  @Option(names = "--name", required = true, description = "its name once more, typed")
  private String typed = "";

  @Option(names = "--data", description = "the data too, which nothing brings back")
  private boolean data;

  @Override
  public void run() {
    ComposeInstance instance = options.instance(project);
    options.run(
        instance.layout().folder(), () -> options.instance(project).planDestroy(typed, data));
  }
}
