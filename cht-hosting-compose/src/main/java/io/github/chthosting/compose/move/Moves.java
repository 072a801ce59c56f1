package io.github.chthosting.compose.move;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.move.MoveGuide.Stage;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Guides for moves, refused where they cannot be made safely. Pure: nothing is changed. */
public final class Moves {
  private Moves() {}

  /**
   * From one CouchDB node to three, beside the old instance, by a backup of its documents: its maps
   * may be of any nodes then.
   *
   * @param target clustered, of the same version, with a name and folder of its own
   * @throws PlanRefusedException with every reason
   */
  public static MoveGuide toCluster(ComposeInstance source, Deployment target) {
    String title = "move " + source.name() + " to the cluster " + target.project();
    List<String> reasons = new ArrayList<>();
    if (source.topology() == Topology.CLUSTERED) {
      reasons.add(source.name() + " is clustered already: NodePlans.add gives it more nodes");
    }
    if (target.topology() != Topology.CLUSTERED) {
      reasons.add(target.project() + " is to have one node: ask for Topology.CLUSTERED");
    }
    apart(source, target, reasons);
    sameVersion(source, target.version(), reasons);
    refuse(title, reasons);
    List<Stage> stages = new ArrayList<>(identity(source, target));
    stages.addAll(documents(source, target));
    return new MoveGuide(title, stages);
  }

  /**
   * To another host: with the same topology by copies of files, else by a backup of documents.
   *
   * @param target as it will be there, of the same version
   * @param host of it, as {@code ssh} takes it
   * @throws PlanRefusedException with every reason
   */
  public static MoveGuide toHost(ComposeInstance source, Deployment target, String host) {
    String title = "move " + source.name() + " to " + host;
    List<String> reasons = new ArrayList<>();
    if (!host.matches("[A-Za-z0-9][A-Za-z0-9._@-]*")) {
      reasons.add("'" + host + "' is no host");
    }
    sameVersion(source, target.version(), reasons);
    boolean files = source.topology() == target.topology();
    if (files && !target.project().equals(source.name())) {
      reasons.add(
          "copies of files keep the project's name: call it %s there, not %s"
              .formatted(source.name(), target.project()));
    }
    refuse(title, reasons);
    List<Stage> stages = new ArrayList<>();
    if (files) {
      stages.addAll(files(source, target, host));
    } else {
      stages.addAll(identity(source, target));
      stages.addAll(documents(source, target));
    }
    return new MoveGuide(title, stages);
  }

  /**
   * From 3.x in a medic-os container to one node of 4.x, by a copy of its data folder.
   *
   * @param target single, 4.x; the way to 5.x is an upgrade after it
   * @throws PlanRefusedException with every reason
   */
  public static MoveGuide fromLegacy(LegacyInstance source, Deployment target) {
    String title = "move " + source.container() + " (3.x) to " + target.project();
    List<String> reasons = new ArrayList<>();
    ChtVersion version = target.version();
    if (version.isAtLeast(5, 0) || !version.isAtLeast(4, 0)) {
      reasons.add(version + " cannot take the data of 3.x: move to 4.5 or later, then upgrade");
    }
    if (target.topology() != Topology.SINGLE) {
      reasons.add("move to one node first, then to a cluster by Moves.toCluster");
    }
    if (source.storage().isEmpty()) {
      reasons.add(
          source.container()
              + " has no /srv on the host: copy it out by 'docker cp', and mount it");
    }
    if (target.project().equals(source.project())) {
      reasons.add("the project " + source.project() + " is the old one's: choose another name");
    }
    refuse(title, reasons);
    return new MoveGuide(title, legacy(source, target));
  }

  private static List<Stage> legacy(LegacyInstance source, Deployment target) {
    String data =
        source.isVolume()
            ? "the volume " + source.storage() + ", in " + LegacyInstance.DATA
            : source.storage() + "/" + LegacyInstance.DATA;
    Path folder = target.dataFolders().get(0);
    return List.of(
        Stage.call("check what cannot be moved", "MigrationCheck.of(couch)"),
        Stage.call(
            "build the indexes of " + target.version() + " on 3.x, for hours, while it runs",
            "PreIndex.of(couch, designs): stage(), start()"),
        Stage.call(
            "keep secret and uuid, and a baseline to compare with",
            "InstanceIdentity.of(couch).write(env), examples/run migrate-check"),
        Stage.byHand("stop 3.x; nobody may write any more", "docker stop " + source.container()),
        Stage.byHand("copy its data, and keep the original", "from " + data + " to " + folder),
        Stage.call(
            "install " + target.version() + " with that user, password, secret and uuid",
            "planInstall(deployment): .env keeps what it has"),
        Stage.call(
            "if the maps name another node than it has, rename", "NodePlans.rename(from, to)"),
        Stage.call("compare with the baseline, then record", "MigrationCheck, planRecord()"),
        Stage.byHand("point the domain to it, and look", "DNS, a browser"));
  }

  private static List<Stage> identity(ComposeInstance source, Deployment target) {
    return List.of(
        Stage.byHand(
            "carry user, password, secret and uuid over, so that sessions and replication go on",
            "COUCHDB_USER, COUCHDB_PASSWORD, COUCHDB_SECRET, COUCHDB_UUID from %s into the .env of %s"
                .formatted(source.layout().environment(), target.folder())),
        Stage.call(
            "install " + target.version() + " there, and stop what writes to it",
            "planInstall(deployment), then docker stop of api and sentinel"));
  }

  private static List<Stage> documents(ComposeInstance source, Deployment target) {
    return List.of(
        Stage.byHand(
            "stop what writes to " + source.name() + "; CouchDB stays",
            "docker stop " + writers(source)),
        Stage.call("back up its documents", "Backup of instance.couchDb()"),
        Stage.call(
            "restore them into " + target.project() + ", and compare",
            "Restore, then Verify, with its couchDb(); every difference ends the move"),
        Stage.call("start it, and record its databases", "planStart(), planRecord()"),
        Stage.byHand("carry the certificate over, point the domain to it", "planOwn(...), DNS"),
        last(source));
  }

  private static List<Stage> files(ComposeInstance source, Deployment target, String host) {
    return List.of(
        Stage.call("a first copy while it runs", "FileBackups.planBackup, to ssh://" + host),
        Stage.call("stop " + source.name() + " in order", "planStop()"),
        Stage.call("a last copy, of what changed since", "FileBackups.planBackup, planVerify"),
        Stage.call(
            "restore it on " + host, "FileBackups.planRestore(name, " + target.folder() + ", ...)"),
        Stage.call(
            "start it there: its databases are compared first", "installation(folder).planStart()"),
        Stage.byHand("carry the certificate over, point the domain to it", "planOwn(...), DNS"),
        last(source));
  }

  private static Stage last(ComposeInstance source) {
    return Stage.call(
        "after days of use, and with a backup of the new one, remove the old",
        "planDestroy(\"%s\", true)".formatted(source.name()));
  }

  private static String writers(ComposeInstance source) {
    return String.join(
        " ",
        source.containers().stream()
            .filter(each -> List.of("api", "sentinel").contains(each.service()))
            .map(each -> each.status().name())
            .toList());
  }

  private static void apart(ComposeInstance source, Deployment target, List<String> reasons) {
    if (target.project().equals(source.name())) {
      reasons.add("both would be the project " + source.name() + ": choose another name");
    }
    if (target.folder().equals(source.layout().folder())) {
      reasons.add("both would be in " + target.folder() + ": choose another folder");
    }
    if (target.dataFolders().stream().anyMatch(source.dataFolders()::contains)) {
      reasons.add("both would have the same data folder: choose another");
    }
  }

  private static void sameVersion(ComposeInstance source, ChtVersion wanted, List<String> reasons) {
    Optional<ChtVersion> now = source.version();
    if (now.isEmpty()) {
      reasons.add("the version of " + source.name() + " is not known: its services differ");
    } else if (!now.get().equals(wanted)) {
      reasons.add(
          "%s is %s, not %s: move first and upgrade then, or the other way round"
              .formatted(source.name(), now.get(), wanted));
    }
  }

  private static void refuse(String title, List<String> reasons) {
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
  }
}
