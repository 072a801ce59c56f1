package io.github.chthosting.examples;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.DeveloperProjects;
import io.github.chthosting.compose.LocalNames;
import io.github.chthosting.compose.deployment.DeveloperOptions;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A developer's CHTs: create, list, start, stop, destroy. */
@Command(
    name = "compose-dev",
    mixinStandardHelpOptions = true,
    description = "CHTs for app developers, any number side by side",
    subcommands = {
      ComposeDev.Create.class,
      ComposeDev.Show.class,
      ComposeDev.Start.class,
      ComposeDev.Stop.class,
      ComposeDev.Certificate.class,
      ComposeDev.Destroy.class
    })
final class ComposeDev {

  /** The choice of projects. */
  static final class Where {
    @Mixin private final PlatformOptions options = new PlatformOptions();

    @Option(
        names = "--folder",
        defaultValue = "${user.home}/.medic/cht-docker",
        description = "of all projects; default ${DEFAULT-VALUE}")
    private Path folder = Path.of("");

    DeveloperProjects projects() {
      return DeveloperProjects.in(options.platform(), folder);
    }

    Path of(String name) {
      return folder.toAbsolutePath().normalize().resolve(name + "-dir");
    }
  }

  /** The common part of all commands that change one project. */
  abstract static class Change implements Runnable {
    @Mixin final Where where = new Where();

    @Parameters(paramLabel = "NAME", description = "of the project")
    String name = "";

    final ComposeInstance project() {
      return where.projects().project(name);
    }

    final Path folder() {
      return project().layout().folder();
    }
  }

  @Command(name = "create", mixinStandardHelpOptions = true, description = "makes and starts one")
  static final class Create extends Change {
    @Mixin private final InstallChoices choices = new InstallChoices();

    @Option(names = "--version-of-cht", required = true, description = "such as 5.0.2")
    private String version = "";

    @Option(
        names = "--domain",
        defaultValue = "",
        description = "that it is called by; default: localhost, or as it is if it is there")
    private String domain = "";

    @Option(
        names = "--local-name",
        description =
            "call it by a name for this machine's address, for phones in the same network; then"
                + " 'certificate NAME'")
    private boolean localName;

    @Option(names = "--direct", description = "without the upgrade service")
    private boolean direct;

    @Override
    public void run() {
      InstallOptions chosen =
          choices.with(direct ? InstallOptions.direct() : InstallOptions.standard());
      String called = localName ? LocalNames.medic().of(LocalNames.here()) : domain;
      DeveloperOptions options = DeveloperOptions.defaults().install(chosen).domain(called);
      where.options.run(
          where.of(name), () -> where.projects().planCreate(name, ChtVersion.of(version), options));
      where.projects().list().stream()
          .filter(each -> each.name().equals(name))
          .forEach(ComposeDev::show);
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "shows all")
  static final class Show implements Runnable {
    @Mixin private final Where where = new Where();

    @Override
    public void run() {
      where.projects().list().forEach(ComposeDev::show);
    }
  }

  @Command(name = "start", mixinStandardHelpOptions = true, description = "starts one again")
  static final class Start extends Change {
    @Override
    public void run() {
      where.options.run(folder(), () -> project().planStart());
    }
  }

  @Command(name = "stop", mixinStandardHelpOptions = true, description = "stops one, and keeps it")
  static final class Stop extends Change {
    @Override
    public void run() {
      where.options.run(folder(), () -> project().planStop());
    }
  }

  @Command(
      name = "certificate",
      mixinStandardHelpOptions = true,
      description = "serves the certificate for local names, fetched now, or one of yours")
  static final class Certificate extends Change {
    @ArgGroup(exclusive = false)
    private @Nullable Own own;

    @Override
    public void run() {
      where.options.run(folder(), this::plan);
    }

    private Plan plan() {
      return own == null
          ? where.projects().planLocalCertificate(name)
          : where.projects().planCertificate(name, own.certificate, own.key);
    }
  }

  /** Both or none. */
  static final class Own {
    @Option(names = "--certificate", required = true, description = "PEM, with its chain")
    private Path certificate = Path.of("");

    @Option(names = "--key", required = true, description = "PEM")
    private Path key = Path.of("");
  }

  @Command(
      name = "destroy",
      mixinStandardHelpOptions = true,
      description = "takes one away with its data")
  static final class Destroy extends Change {
    @Option(names = "--name", required = true, description = "its name once more, typed")
    private String typed = "";

    @Override
    public void run() {
      where.options.destroy(
          folder(), "destroy " + typed, true, () -> project().planDestroy(typed, true));
    }
  }

  private static void show(ComposeInstance project) {
    try {
      System.out.printf(
          "%-16s %-8s %-5s %s  login: %s, password in %s%n",
          project.name(),
          project.version().map(String::valueOf).orElse("?"),
          project.isUp() ? "up" : "down",
          DeveloperProjects.address(project),
          project.environment().get("COUCHDB_USER").orElse("medic"),
          project.layout().environment());
    } catch (HostingException e) {
      System.out.printf("%-16s %s%n", project.name(), e.getMessage());
    }
  }
}
