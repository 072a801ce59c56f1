package io.github.chthosting.examples;

import io.github.chthosting.HostingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs an example by its name; without one it lists them. */
@Command(
    name = "examples/run",
    mixinStandardHelpOptions = true,
    subcommands = {
      Quickstart.class,
      Throughput.class,
      Load.class,
      BackupCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      Replicate.class,
      ReplicateRuns.class,
      StandbyCommand.class,
      MigrateCheck.class,
      ClusterStatus.class,
      ShardMapCommand.class,
      Rebalance.class,
      Drain.class,
      ComposeVersions.class,
      ComposeCheck.class,
      ComposeInstall.class,
      ComposeStatus.class,
      ComposeStart.class,
      ComposeStop.class,
      ComposeLogs.class,
      ComposeTls.class,
      ComposeUpgrade.class,
      ComposeMove.class,
      ComposePassword.class,
      ComposeDev.class,
      ComposeTenants.class,
      ComposeDestroy.class,
      K8sValues.class,
      K8sMigrateValues.class
    },
    description = "Runs an example of cht-hosting. With no NAME it lists them.",
    synopsisSubcommandLabel = "[NAME [ARGS]]")
public final class Examples implements Runnable {
  @Spec private CommandSpec spec;

  private Examples() {}

  @Override
  public void run() {
    spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(
            example ->
                System.out.printf(
                    "%-18s %s%n",
                    example.name(), String.join(" ", example.usageMessage().description())));
  }

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Examples())
            .setExecutionExceptionHandler((failure, command, parsed) -> fail(failure))
            .execute(args));
  }

  /** A failure that we know says enough in its message; any other is a defect and shows where. */
  private static int fail(Exception failure) {
    if (failure instanceof HostingException || failure instanceof IllegalArgumentException) {
      System.err.println("failed: " + failure.getMessage());
    } else {
      failure.printStackTrace();
    }
    return 1;
  }
}
