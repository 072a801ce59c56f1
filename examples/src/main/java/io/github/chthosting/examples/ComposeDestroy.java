package io.github.chthosting.examples;

import java.nio.file.Path;
import java.util.Optional;
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
  @Mixin private final DestroyChoices choices = new DestroyChoices();

  @Parameters(paramLabel = "PROJECT", description = "as compose-status names it")
  private String project = "";

  @Option(names = "--folder", description = "of the installation, if it has no containers any more")
  private Optional<Path> folder = Optional.empty();

  @Override
  public void run() {
    Path place =
        folder
            .map(each -> each.toAbsolutePath().normalize())
            .orElseGet(() -> options.instance(project).layout().folder());
    options.destroy(
        place,
        "destroy " + project,
        choices.data(),
        () -> options.instance(project, folder).planDestroy(choices.typed(), choices.data()));
  }
}
