package io.github.chthosting.compose;

import io.github.chthosting.ByteSize;
import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.LegacyInstance;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.RealPath;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.GeneratedFiles;
import io.github.chthosting.compose.internal.move.CopyData;
import io.github.chthosting.compose.internal.move.NewFolders;
import io.github.chthosting.compose.internal.move.StopLegacy;
import io.github.chthosting.compose.internal.move.TopologyFacts;
import io.github.chthosting.compose.internal.steps.ComposeSteps;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.migration.InstanceIdentity;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The move from 3.x in a medic-os container to one node of 4.x on the same host. While it runs:
 * check it ({@code MigrationCheck}), build the new indexes ({@code PreIndex}), take a {@code
 * Baseline}, and {@link #carryIdentity}. Then {@link #plan}, which stops it and copies its data;
 * then {@code planInstall} of the same deployment, which goes on with that data; then compare with
 * the baseline. The old data is only read: starting the old container is the way back.
 */
public final class LegacyMove {
  /** The format that prints a restart policy as {@code docker update --restart} takes it. */
  private static final String RESTART =
      "{{.HostConfig.RestartPolicy.Name}}{{with .HostConfig.RestartPolicy.MaximumRetryCount}}:{{.}}{{end}}";

  private LegacyMove() {}

  /**
   * Writes the {@code .env} that the new one will have, with what CouchDB must keep: user,
   * password, secret and uuid, and the settings of {@code target}. For its owner alone.
   *
   * @param couch of the old one, while it runs
   * @param user an administrator of it
   * @throws HostingException if there is an {@code .env} already; nothing was changed then
   */
  public static void carryIdentity(
      CouchDb couch, String user, Secret password, ComposeDeployment target, StartedBy mode) {
    Layout layout = Layout.guide(target, mode);
    Path file = layout.environment();
    if (Files.exists(file)) {
      throw new HostingException(
          "write " + file, file + " is there already; nothing was changed", false, null);
    }
    InstanceIdentity identity = InstanceIdentity.of(couch);
    EnvFile settings = EnvFile.empty();
    for (Map.Entry<String, String> each : GeneratedFiles.settings(target, layout).entrySet()) {
      settings = settings.with(each.getKey(), each.getValue());
    }
    settings =
        settings
            .with("COUCHDB_USER", user)
            .with("COUCHDB_PASSWORD", String.valueOf(password.reveal()))
            .with("COUCHDB_UUID", identity.uuid());
    if (identity.secret().isPresent()) {
      settings = settings.with("COUCHDB_SECRET", String.valueOf(identity.secret().get().reveal()));
    }
    try {
      DurableFolder.create(file.resolveSibling("."), Permissions.READABLE);
    } catch (IOException e) {
      throw new HostingException("write " + file, file + " cannot be written", false, e);
    }
    settings.write(file);
  }

  /**
   * Stops it, and copies its data into the folder of the new one's, every file compared.
   *
   * @param target single, 4.x; the way to 5.x is an upgrade after it
   * @throws PlanRefusedException with every reason
   */
  public static Plan plan(ComposePlatform on, LegacyInstance source, ComposeDeployment target) {
    Engine platform = on.engine();
    String title = "move " + source.container() + " (3.x) to " + target.project();
    HostFacts.requireLocal(platform.docker(), title);
    List<String> reasons = reasons(source, target);
    if (source.storage().isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
    Path from = data(platform, source);
    Path to = target.dataFolders().get(0);
    if (!Files.isDirectory(from)) {
      reasons.add("there is no data in " + from);
    }
    if (!NewFolders.isFree(to)) {
      reasons.add(to + " is not empty: choose another folder");
    } else if (RealPath.of(to).startsWith(RealPath.of(from))) {
      reasons.add(to + " is within the old data: choose another folder");
    }
    long bytes = reasons.isEmpty() ? size(from) : 0;
    for (TopologyFacts.Disk disk : TopologyFacts.disks(List.of(to)).values()) {
      if (disk.free() < bytes) {
        reasons.add(
            "disk %s: %s are free, and the copy takes %s"
                .formatted(disk.name(), ByteSize.format(disk.free()), ByteSize.format(bytes)));
      }
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
    return new Plan(title, steps(platform, source, from, to, bytes), notes(source, target))
        .carriedOutBy(ComposeSteps.of(platform));
  }

  private static List<String> reasons(LegacyInstance source, ComposeDeployment target) {
    List<String> reasons = new ArrayList<>();
    ChtVersion version = target.version();
    if (version.isAtLeast(5, 0) || !version.isAtLeast(4, 0)) {
      reasons.add(version + " cannot take the data of 3.x: move to 4.5 or later, then upgrade");
    }
    if (target.topology() != Topology.SINGLE) {
      reasons.add("move to one node first, then to a cluster by planToCluster");
    }
    if (source.storage().isEmpty()) {
      reasons.add(
          source.container()
              + " has no /srv on the host: copy it out by 'docker cp', and mount it");
    }
    if (target.project().equals(source.project())) {
      reasons.add("the project " + source.project() + " is the old one's: choose another name");
    }
    return reasons;
  }

  private static Path data(Engine platform, LegacyInstance source) {
    Path storage =
        source.isVolume()
            ? Path.of(
                ask(platform, "volume", "inspect", "--format", "{{.Mountpoint}}", source.storage()))
            : Path.of(source.storage());
    return storage.resolve(LegacyInstance.DATA);
  }

  private static String ask(Engine platform, String... words) {
    return platform.docker().run(DockerCommand.of(words)).text().strip();
  }

  private static long size(Path folder) {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      throw new HostingException(
          "look at " + folder, folder + " cannot be read: run as root", false, e);
    }
  }

  private static List<PlannedStep> steps(
      Engine platform, LegacyInstance source, Path from, Path to, long bytes) {
    String restart = ask(platform, "inspect", "--format", RESTART, source.container());
    String name = source.container();
    StopLegacy stop = new StopLegacy(name, restart.isEmpty() ? "no" : restart, source.running());
    CopyData copy = new CopyData(name, from, to);
    Duration time = Duration.ofSeconds(5 + bytes / 100_000_000);
    return List.of(
        stop.costing(new Cost(0, 0, Duration.ofSeconds(60), Risk.REVERSIBLE)),
        copy.costing(new Cost(bytes, bytes, time, Risk.REVERSIBLE)));
  }

  private static List<String> notes(LegacyInstance source, ComposeDeployment target) {
    return List.of(
        "%s stays as it is, and stopped; its data is only read".formatted(source.container()),
        "then planInstall of %s %s, which goes on with that data; point the domain to it"
            .formatted(target.project(), target.version()));
  }
}
