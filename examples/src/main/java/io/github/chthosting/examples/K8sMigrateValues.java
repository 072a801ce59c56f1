package io.github.chthosting.examples;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.k8s.deployment.HelmValues;
import io.github.chthosting.k8s.deployment.ValuesMigration;
import io.github.chthosting.plan.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the values of a newer chart from those of an installed one. */
@Command(
    name = "k8s-migrate-values",
    mixinStandardHelpOptions = true,
    description = "makes the values of a newer chart, with each difference and its reason",
    footer = "Exit code 1: an error stands in the way of the upgrade. Asks no cluster.")
final class K8sMigrateValues implements Callable<Integer> {
  @Spec private picocli.CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--values",
      required = true,
      description = "of now: helm get values RELEASE --all --output yaml")
  private Path values = Path.of("");

  @Option(names = "--to", required = true, description = "version of the CHT, such as 5.2.0")
  private String version = "";

  @Option(names = "--out", description = "a new file for the new ones, for its owner alone")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    ValuesMigration migration =
        ValuesMigration.of(HelmValues.parse(values.toString(), text()), ChtVersion.of(version));
    System.out.print(migration);
    migration.requiredVolumes().forEach(volume -> System.out.println("needed: " + volume));
    out.ifPresent(migration.to()::write);
    boolean refused =
        migration.findings().stream().anyMatch(each -> each.severity() == Finding.Severity.ERROR);
    return refused ? 1 : 0;
  }

  private String text() {
    try {
      return Files.readString(values);
    } catch (NoSuchFileException e) {
      throw new ParameterException(spec.commandLine(), "there is no file " + values, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
