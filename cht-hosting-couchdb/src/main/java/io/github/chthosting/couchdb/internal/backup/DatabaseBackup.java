package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Counts;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.State;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The backup of one database into a folder of the store. Used once, by one thread. */
final class DatabaseBackup {
  private static final int BLOCKS = 12;

  private final DatabaseWire database;
  private final BackupStore store;
  private final String folder;
  private final Settings settings;
  private final Tally tally;
  private final WorkContext context;

  DatabaseBackup(
      DatabaseWire database,
      BackupStore store,
      String folder,
      Settings settings,
      Tally tally,
      WorkContext context) {
    this.context = context;
    this.database = database;
    this.store = store;
    this.folder = folder;
    this.settings = settings;
    this.tally = tally;
  }

  /** Returns what is left behind on failure are parts without a manifest. */
  DatabaseManifest run() {
    JsonNode info = database.info();
    JsonNode security = database.get("_security");
    int revsLimit = database.get("_revs_limit").asInt(0);
    Integer purgedLimit =
        database.find("_purged_infos_limit").map(limit -> limit.asInt(0)).orElse(null);
    Content content = content(DatabaseInfo.of(info));
    return manifest(info, security, revsLimit, purgedLimit, content);
  }

  private record Content(String lastSeq, List<Part> parts) {}

  private DatabaseManifest manifest(
      JsonNode before,
      JsonNode security,
      int revsLimit,
      @Nullable Integer purgedLimit,
      Content content) {
    DatabaseInfo info = DatabaseInfo.of(before);
    Optional<DatabaseInfo.Spread> spread = info.cluster();
    return new DatabaseManifest(
        database.name(),
        spread.map(DatabaseInfo.Spread::q).orElse(1),
        spread.map(DatabaseInfo.Spread::n).orElse(1),
        info.partitioned(),
        revsLimit,
        purgedLimit,
        security,
        state(info),
        state(DatabaseInfo.of(database.info())),
        content.lastSeq(),
        counts(content),
        content.parts(),
        tally.incomplete());
  }

  private static State state(DatabaseInfo info) {
    return new State(info.documents(), info.deleted(), info.updateSequence(), info.purgeSequence());
  }

  private Counts counts(Content content) {
    long contents =
        content.parts().stream()
            .filter(part -> part.kind() == Kind.ATTACHMENTS)
            .mapToLong(Part::rows)
            .sum();
    return new Counts(
        tally.documents(),
        tally.deleted(),
        tally.conflicted(),
        tally.leaves(),
        tally.designs(),
        tally.locals(),
        tally.attachments(),
        contents,
        tally.bytes(),
        tally.changed());
  }

  private Content content(DatabaseInfo info) {
    Handoff handoff = new Handoff(BLOCKS);
    try (BlockWriter writer =
            new BlockWriter(
                handoff, store, folder, settings.compression(), settings.partSize(), tally);
        AttachmentPacks packs = new AttachmentPacks(store, folder)) {
      FutureTask<List<Part>> writing = new FutureTask<>(writer::run);
      Thread thread = new Thread(writing, "backup writer");
      thread.setDaemon(true);
      thread.start();
      String lastSeq;
      try {
        lastSeq = read(info, handoff, packs);
        handoff.close();
      } catch (IOException | RuntimeException | Error e) {
        stop(thread);
        throw e;
      }
      List<Part> parts = new ArrayList<>(written(writing, thread));
      parts.addAll(packs.finish());
      return new Content(lastSeq, parts);
    } catch (Handoff.WriterFailedException e) {
      throw writerFailure(e.getCause());
    } catch (IOException e) {
      throw Failures.ofStore(operation(), store.location(), e);
    }
  }

  private String read(DatabaseInfo info, Handoff handoff, AttachmentPacks packs)
      throws IOException {
    DocumentSink.Sinks sinks =
        new DocumentSink.Sinks(
            new LineSink(handoff, Kind.DOCUMENTS),
            new LineSink(handoff, Kind.ATTACHED),
            new LineSink(handoff, Kind.DESIGNS),
            new LineSink(handoff, Kind.LOCALS));
    String lastSeq =
        DatabaseReader.comparing(database, settings, context)
            .read(
                info,
                origin ->
                    new DocumentSink(
                        sinks, new AttachmentReader(origin, packs, tally)::store, tally),
                tally);
    if (settings.locals()) {
      new LocalReader(database, settings, sinks.locals(), tally).read();
    }
    sinks.flush();
    return lastSeq;
  }

  private static void stop(Thread thread) {
    boolean interrupted = false;
    thread.interrupt();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Part> written(FutureTask<List<Part>> writing, Thread thread) {
    try {
      return writing.get();
    } catch (InterruptedException e) {
      stop(thread);
      Thread.currentThread().interrupt();
      throw new HostingException(operation(), operation() + " was interrupted", false, e);
    } catch (ExecutionException e) {
      throw writerFailure(e.getCause());
    }
  }

  private RuntimeException writerFailure(@Nullable Throwable cause) {
    if (cause instanceof IOException io) {
      return Failures.ofStore(operation(), store.location(), io);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new HostingException(operation(), operation() + " failed", false, cause);
  }

  private String operation() {
    return "backup of " + database.name();
  }
}
