package io.github.chthosting.examples;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.BackupReport;
import io.github.chthosting.couchdb.backup.BackupStore;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.RestoreReport;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.VerifyReport;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job, from an empty cluster to a proof that a restored backup is the same. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description = "a cluster, a backup, a restore, and the proof that nothing differs")
final class Quickstart implements Callable<Integer> {
  private static final int RESTORED_Q = 4;

  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--docs", defaultValue = "20000", description = "documents to load; default ${DEFAULT-VALUE}")
  private int documents;

  @Override
  public Integer call() throws IOException {
    Optional<CouchDb> real = server.connect();
    if (real.isPresent()) {
      try (CouchDb couch = real.get()) {
        System.out.println("a real server: " + couch.addresses() + ", CouchDB " + couch.info().version());
        return run(couch, "quickstart-" + random() + "-");
      }
    }
    String password = random();
    try (EmbeddedCouchDb embedded =
            EmbeddedCouchDb.builder().nodes(3).joined(false).admin("admin", password).start();
        CouchDb couch =
            CouchDb.builder(embedded.uris()).credentials(Credentials.basic("admin", password)).build()) {
      System.out.println("three embedded nodes: " + embedded.uris());
      join(couch);
      return run(couch, "");
    }
  }
