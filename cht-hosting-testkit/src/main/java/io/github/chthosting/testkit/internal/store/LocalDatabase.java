package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One shard file (or a node's own database, such as {@code _dbs}). Thread-safe: one writer at a
 * time, readers never wait.
 */
public final class LocalDatabase implements DocumentStore, AutoCloseable {
  private final String name;
  private final ShardState state;
  private final ShardSettings settings;
  private final Persistence persistence;
  private final ShardWrites writes;
  private final ShardInfo info;
  private final BlobFolder blobs;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean gone;

  private LocalDatabase(
      String name,
      ShardState state,
      ShardSettings settings,
      Persistence persistence,
      BlobFolder blobs) {
    this.name = name;
    this.state = state;
    this.settings = settings;
    this.persistence = persistence;
    this.writes = new ShardWrites(state, settings, persistence);
    this.info = new ShardInfo(name, state, settings, persistence);
    this.blobs = blobs;
  }

  /** An empty one in memory; attachments above 64 kB are in the folder for temporary files. */
  public static LocalDatabase inMemory(String name) {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "couchdb-" + UUID.randomUUID());
    BlobFolder blobs = new BlobFolder(folder);
    Persistence none = Persistence.memory(blobs);
    return new LocalDatabase(name, new ShardState(), new ShardSettings(), none, blobs);
  }

  /**
   * Opens or creates the one in {@code file}; large attachments are in the folder {@code file +
   * ".att"}. What was acknowledged is there after the process was killed.
   */
  public static LocalDatabase open(String name, Path file) {
    try {
      Files.createDirectories(file.resolveSibling(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BlobFolder blobs = new BlobFolder(file.resolveSibling(file.getFileName() + ".att"));
    ShardState state = new ShardState();
    ShardSettings settings = new ShardSettings();
    ShardFile shard = ShardFile.open(file, blobs, state, settings);
    shard.settings(settings);
    return new LocalDatabase(name, state, settings, shard, blobs);
  }

  /** Frees files and memory; what is on disk stays. */
  @Override
  public void close() {
    end(persistence::close);
  }

  /** Deletes all of it. Readers get 404 from then on. */
  public void delete() {
    end(persistence::delete);
  }

  private void end(Runnable how) {
    lock.lock();
    try {
      if (gone) {
        return;
      }
      gone = true;
      how.run();
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  /** The sequence of the last change. */
  public long sequence() {
    return state.seq();
  }

  /** The last purges, as many as the limit allows: revisions by document id. */
  @Override
  public List<PurgeRequest> purges() {
    return purgesSince(0);
  }

  /** Returns how many purges were done. */
  public long purgeSequence() {
    return settings.purgeSeq();
  }

  /** Those of the last purges that were done after that purge sequence. */
  public List<PurgeRequest> purgesSince(long sequence) {
    return settings.purges().stream()
        .filter(purge -> purge.seq() > sequence)
        .map(ShardSettings.Purged::request)
        .toList();
  }

  /** Does the purges of another copy that were not done here. */
  public void replicatePurges(List<PurgeRequest> purges) {
    boolean any = writing(() -> writes.purgeUnknown(purges));
    if (any) {
      listeners.forEach(Runnable::run);
    }
  }

  public String uuid() {
    return settings.uuid();
  }

  @Override
  public ObjectNode info() {
    checkOpen();
    return info.shown();
  }

  @Override
  public long documentCount() {
    checkOpen();
    return state.live();
  }

  @Override
  public JsonNode updateSeq() {
    checkOpen();
    return JsonNodeFactory.instance.numberNode(state.seq());
  }

  @Override
  public Optional<StoredDocument> document(String id) {
    checkOpen();
    return Optional.ofNullable(state.get(id)).map(record -> record.shown(revsLimit()));
  }

  @Override
  public Iterator<StoredDocument> documents(IdRange range) {
    checkOpen();
    long limit = revsLimit();
    return Ranges.walk(
        state.byId(), range, record -> record.isDeleted() ? null : record.shown(limit));
  }

  @Override
  public long offset(IdRange range) {
    checkOpen();
    return Ranges.before(state.byId(), range, record -> !record.isDeleted());
  }

  @Override
  public ChangesCursor changes(String since, boolean descending) {
    checkOpen();
    return LocalChanges.open(state, since, descending, revsLimit());
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public List<WriteResult> write(
      List<DocumentEdit> edits, boolean replicated, Validation validation) {
    return announced(() -> writes.edit(edits, replicated, validation));
  }

  @Override
  public BlobSpool spool() {
    return blobs;
  }

  @Override
  public Optional<LocalDocument> local(String id) {
    checkOpen();
    return Optional.ofNullable(state.locals().get(id));
  }

  @Override
  public Iterator<LocalDocument> locals(IdRange range) {
    checkOpen();
    return Ranges.walk(state.locals(), range, document -> document);
  }

  @Override
  public String writeLocal(String id, @Nullable String rev, @Nullable JsonBody body) {
    return writing(() -> writes.local(id, rev, body));
  }

  @Override
  public List<List<Rev>> purge(List<PurgeRequest> requests) {
    return announced(() -> writes.purge(requests));
  }

  @Override
  public long purgedInfosLimit() {
    return settings.purgedInfosLimit();
  }

  @Override
  public void purgedInfosLimit(long limit) {
    changing(() -> writes.change(() -> settings.purgedInfosLimit(limit)));
  }

  @Override
  public long revsLimit() {
    return settings.revsLimit();
  }

  @Override
  public void revsLimit(long limit) {
    changing(() -> writes.change(() -> settings.revsLimit(limit)));
  }

  @Override
  public ObjectNode security() {
    checkOpen();
    return settings.security();
  }

  @Override
  public void security(ObjectNode security) {
    changing(() -> writes.change(() -> settings.security(security)));
  }

  /** Sets the first {@code _security}, which does not count as a change. */
  public void created(ObjectNode security) {
    changing(() -> writes.keep(() -> settings.security(security)));
  }

  @Override
  public void compact() {
    changing(writes::compact);
  }

  /** Writes, and wakes those who listen. */
  private <T> T announced(Supplier<T> how) {
    T result = writing(how);
    listeners.forEach(Runnable::run);
    return result;
  }

  private void changing(Runnable how) {
    writing(
        () -> {
          how.run();
          return true;
        });
  }

  private <T> T writing(Supplier<T> how) {
    lock.lock();
    try {
      checkOpen();
      return how.get();
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    if (gone) {
      throw ApiException.notFound("Database does not exist.");
    }
  }
}
