package io.github.chthosting.examples;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.ClusterSetup;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job, from an empty cluster to the proof that a restored backup is the same. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description = "a cluster, a backup, a restore, and the proof that nothing differs")
final class Quickstart implements Callable<Integer> {
  private static final int OTHER_Q = 5;

  @Mixin private final ServerOption server = new ServerOption();

  @Option(
      names = "--docs",
      defaultValue = "20000",
      description = "documents to load; default ${DEFAULT-VALUE}")
  private int documents;

  @Override
  public Integer call() throws IOException {
    Optional<CouchDb> real = server.connect();
    if (real.isPresent()) {
      try (CouchDb couch = real.get()) {
        System.out.printf("CouchDB %s at %s%n", couch.info().versionText(), couch.addresses());
        return run(couch, "quickstart-" + random() + "-");
      }
    }
    return onEmbeddedNodes();
  }

  private int onEmbeddedNodes() throws IOException {
    String password = random();
    Credentials.Basic admin = new Credentials.Basic("admin", Secret.of(password));
    try (EmbeddedCouchDb nodes =
            EmbeddedCouchDb.builder()
                .nodes(3)
                .names("node1@127.0.0.1", "node2@127.0.0.1", "node3@127.0.0.1")
                .joined(false)
                .admin("admin", password)
                .start();
        CouchDb couch = CouchDb.builder(nodes.uris()).credentials(admin).build()) {
      System.out.println("three embedded nodes: " + nodes.uris());
      System.out.println(ClusterSetup.run(couch, admin, "0.0.0.0"));
      return run(couch, "");
    }
  }

  /**
   * Runs the tour. On a real server everything stands below a prefix of this run's own, and is
   * removed.
   */
  private int run(CouchDb couch, String prefix) throws IOException {
    ChtLikeInstance instance = new ChtLikeInstance(couch, prefix);
    Path folder = Files.createTempDirectory("cht-hosting-quickstart");
    try {
      System.out.printf("%nloading %,d documents into %s%n", documents, instance.names());
      instance.load(documents);
      System.out.printf("%n%s%n", Cluster.of(couch).shardsWithSizes(prefix + "medic").table());
      BackupReport backup = backUp(couch, instance, folder);
      RestoreReport restore = restore(couch, instance, folder);
      return report(backup, restore, verify(couch, instance, folder));
    } finally {
      if (!prefix.isEmpty()) {
        instance.names().forEach(name -> remove(couch, name));
        instance.names().forEach(name -> remove(couch, instance.restored(name)));
      }
      Folders.delete(folder);
    }
  }

  private static BackupReport backUp(CouchDb couch, ChtLikeInstance instance, Path folder) {
    ProgressBar bar = new ProgressBar(System.out);
    BackupReport report =
        Backup.of(couch)
            .databases(instance.names())
            .to(BackupStore.folder(folder))
            .start()
            .onProgress(bar)
            .await();
    bar.end();
    return report;
  }

  private static RestoreReport restore(CouchDb couch, ChtLikeInstance instance, Path folder) {
    ProgressBar bar = new ProgressBar(System.out);
    Restore restore = Restore.from(BackupStore.folder(folder)).to(couch).q(OTHER_Q);
    instance.names().forEach(name -> restore.rename(name, instance.restored(name)));
    RestoreReport report = restore.start().onProgress(bar).await();
    bar.end();
    return report;
  }

  private static VerifyReport verify(CouchDb couch, ChtLikeInstance instance, Path folder) {
    ProgressBar bar = new ProgressBar(System.out);
    Verify verify = Verify.backup(BackupStore.folder(folder)).against(couch);
    instance.names().forEach(name -> verify.rename(name, instance.restored(name)));
    VerifyReport report = verify.start().onProgress(bar).await();
    bar.end();
    return report;
  }

  private static int report(BackupReport backup, RestoreReport restore, VerifyReport verified) {
    verified.listed().forEach(System.out::println);
    if (backup.documents() != restore.documents()) {
      System.out.println("the restored databases do not hold as many documents as the backup");
    }
    System.out.printf(
        "%d documents backed up, %d restored, %d differences%n",
        backup.documents(), restore.documents(), verified.differences());
    return verified.differences() == 0 && backup.documents() == restore.documents() ? 0 : 1;
  }

  private static void remove(CouchDb couch, String name) {
    if (couch.database(name).exists()) {
      couch.database(name).delete();
    }
  }

  private static String random() {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
