package io.github.chthosting.examples;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a CHT to another version, or back to the one before. */
@Command(
    name = "compose-upgrade",
    mixinStandardHelpOptions = true,
    description =
        "upgrades a CHT; goes back by itself if that fails, and with --roll-back afterwards")
final class ComposeUpgrade implements Runnable {
  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "PROJECT", description = "as compose-status names it")
  private String project = "";

  @Option(names = "--to", description = "version, such as 5.0.2")
  private Optional<String> version = Optional.empty();

  @Option(names = "--upgrade-service", description = "upgrades the upgrade service instead")
  private boolean upgradeService;

  @Option(names = "--small-disk", description = "also where the disk may fill")
  private boolean smallDisk;

  @Option(names = "--load", description = "file of docker save to load images from; repeatable")
  private List<Path> archives = List.of();

  @Option(names = "--registry-mirror", description = "HOST[:PORT][/PATH] to take images from")
  private String mirror = "";

  @Override
  public void run() {
    if (version.isEmpty() && !upgradeService && !options.rollsBack()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "one of --to, --upgrade-service and --roll-back is needed");
    }
    Path folder = options.instance(project).layout().folder();
    options.run(folder, this::plan, () -> options.instance(project).planUpgradeBack());
  }

  private Plan plan() {
    UpgradeOptions how = UpgradeOptions.defaults().registryMirror(mirror);
    how = smallDisk ? how.acceptingSmallDisk() : how;
    for (Path archive : archives) {
      how = how.loading(archive);
    }
    return upgradeService
        ? options.instance(project).planUpgradeService(how)
        : options.instance(project).planUpgrade(ChtVersion.of(version.orElse("")), how);
  }
}
