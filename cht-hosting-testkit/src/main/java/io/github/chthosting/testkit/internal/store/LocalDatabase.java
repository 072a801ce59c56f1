package io.github.chthosting.testkit.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.testkit.internal.http.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One shard file (or a node's own database, such as {@code _dbs}). Thread-safe: one writer at a
 * time, readers never wait.
 */
public final class LocalDatabase implements DocumentStore, AutoCloseable {
  private final String name;
  private final ShardState state;
  private final ShardSettings settings;
  private final Persistence persistence;
  private final BlobFolder blobs;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final long startMicros = System.currentTimeMillis() * 1000;
  private volatile boolean gone;
  private volatile BooleanSupplier diskFull = () -> false;
  private boolean functionsKnown;
  private volatile long compactedSeq;

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

  /** Asks, before anything is written, whether there is still room. */
  public LocalDatabase onDisk(BooleanSupplier full) {
    diskFull = full;
    return this;
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

  /** Deleted documents. */
  public long deletedCount() {
    return state.deleted();
  }

  /** How many purges were done. */
  public long purgeSequence() {
    return settings.purgeSeq();
  }

  /** The last purges, as many as the limit allows: revisions by document id. */
  @Override
  public List<PurgeRequest> purges() {
    return settings.purges().stream()
        .map(p -> new PurgeRequest(p.id(), p.revs().stream().map(Rev::parse).toList()))
        .toList();
  }

  public String uuid() {
    return settings.uuid();
  }

  /** {@code file}, {@code external} and {@code active} of {@code sizes}, in bytes. */
  public ObjectNode sizes() {
    long active = state.bytes();
    ObjectNode sizes = JsonNodeFactory.instance.objectNode();
    sizes.put("active", active).put("external", active);
    return sizes.put("file", Math.max(persistence.size(), active));
  }

  @Override
  public ObjectNode info() {
    checkOpen();
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("db_name", name).put("engine", "couch_bt_engine");
    info.put("doc_count", state.live()).put("doc_del_count", state.deleted());
    info.put("update_seq", state.seq()).put("purge_seq", settings.purgeSeq());
    info.put("compact_running", false).set("sizes", sizes());
    info.put("instance_start_time", String.valueOf(startMicros)).put("disk_format_version", 8);
    info.put("committed_update_seq", state.seq()).put("compacted_seq", compactedSeq);
    info.putObject("props");
    return info.put("uuid", settings.uuid());
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
    EditBatch batch;
    lock.lock();
    try {
      checkWritable();
      BatchRules rules =
          new BatchRules(replicated, validation, functionsKnown, settings.revsLimit());
      batch = new EditBatch(edits, rules, state::get, state.seq());
      try {
        batch.run();
      } finally {
        functionsKnown = batch.functionsKnown(functionsKnown);
      }
      store(batch.changed());
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
    return batch.results();
  }

  private void store(List<DocumentRecord> changed) {
    if (!changed.isEmpty()) {
      persistence.write(changed, List.of()).forEach(state::put);
      state.publish(changed.get(changed.size() - 1).seq());
    }
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
    lock.lock();
    try {
      checkWritable();
      LocalDocument old = state.locals().get(id);
      if (body == null) {
        if (old == null) {
          throw ApiException.notFound("missing");
        }
        persistence.local(old, true);
        state.locals().remove(id);
        return "0-0";
      }
      LocalDocument fresh = new LocalDocument(id, LocalDocument.revAfter(rev), body);
      persistence.local(fresh, false);
      state.locals().put(id, fresh);
      return fresh.rev();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<List<Rev>> purge(List<PurgeRequest> requests) {
    List<List<Rev>> results = new ArrayList<>();
    lock.lock();
    try {
      checkWritable();
      long before = state.seq();
      requests.forEach(request -> results.add(purge(request)));
      // So that views learn of purges that changed no document which is still there.
      state.publish(Math.max(state.seq(), before + 1));
      settings.updateSeq(state.seq());
      persistence.settings(settings);
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
    return results;
  }

  private List<Rev> purge(PurgeRequest request) {
    settings.purged(request.id(), request.revs());
    DocumentRecord old = state.get(request.id());
    if (old == null) {
      return List.of();
    }
    Set<Rev> asked = Set.copyOf(request.revs());
    List<Rev> removed = new ArrayList<>();
    old.tree().branches().stream().map(Branch::rev).filter(asked::contains).forEach(removed::add);
    Collections.sort(removed);
    RevisionTree rest = old.tree().without(Set.copyOf(removed));
    if (rest.isEmpty()) {
      persistence.write(List.of(), List.of(request.id()));
      state.remove(request.id());
    } else if (rest != old.tree()) {
      // Every leaf that stays counts as changed.
      long seq = state.seq() + rest.branches().size();
      store(List.of(new DocumentRecord(old.id(), seq, rest)));
    }
    return removed;
  }

  @Override
  public long purgedInfosLimit() {
    return settings.purgedInfosLimit();
  }

  @Override
  public void purgedInfosLimit(long limit) {
    change(() -> settings.purgedInfosLimit(limit));
  }

  @Override
  public long revsLimit() {
    return settings.revsLimit();
  }

  @Override
  public void revsLimit(long limit) {
    change(() -> settings.revsLimit(limit));
  }

  @Override
  public ObjectNode security() {
    checkOpen();
    return settings.security();
  }

  @Override
  public void security(ObjectNode security) {
    change(() -> settings.security(security));
  }

  /** Its first {@code _security}, which does not count as a change. */
  public void created(ObjectNode security) {
    keep(() -> settings.security(security));
  }

  /** A setting counts as a change, of no document. */
  private void change(Runnable how) {
    keep(
        () -> {
          how.run();
          state.publish(state.seq() + 1);
          settings.updateSeq(state.seq());
        });
  }

  private void keep(Runnable how) {
    lock.lock();
    try {
      checkWritable();
      how.run();
      persistence.settings(settings);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void compact() {
    lock.lock();
    try {
      checkWritable();
      long limit = settings.revsLimit();
      Stream<DocumentRecord> all = state.byId().values().stream();
      List<DocumentRecord> compacted = all.map(r -> r.compacted(limit)).toList();
      settings.updateSeq(state.seq());
      settings.trim();
      List<LocalDocument> locals = List.copyOf(state.locals().values());
      persistence.compact(compacted, locals, settings).forEach(state::put);
      compactedSeq = state.seq();
    } finally {
      lock.unlock();
    }
  }

  private void checkWritable() {
    checkOpen();
    if (diskFull.getAsBoolean()) {
      throw new DiskFullException();
    }
  }

  private void checkOpen() {
    if (gone) {
      throw ApiException.notFound("Database does not exist.");
    }
  }
}
