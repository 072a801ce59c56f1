package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.backup.StoredAttachment;
import io.github.chthosting.couchdb.internal.backup.Workers;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Restores documents with attachments. Small plain ones go into batches; what is large, or stored
 * as gzip, is sent as CouchDB's replicator sends it, so that it is stored bit for bit and keeps its
 * digest. Used by one thread.
 */
final class AttachedDocuments {
  private static final long INLINE = 64 << 10;

  private final Wire wire;
  private final String database;
  private final BackupStore store;
  private final String folder;
  private final Batcher batcher;
  private final Workers workers;
  private final Outcome outcome;
  private final BlockingQueue<Integer> permits;
  private final Members members = new Members();

  AttachedDocuments(
      Wire wire,
      String database,
      BackupStore store,
      String folder,
      Batcher batcher,
      Workers workers,
      Outcome outcome,
      int parallel) {
    this.wire = wire;
    this.database = database;
    this.store = store;
    this.folder = folder;
    this.batcher = batcher;
    this.workers = workers;
    this.outcome = outcome;
    this.permits = new ArrayBlockingQueue<>(parallel);
    for (int i = 0; i < parallel; i++) {
      permits.add(i);
    }
  }

  /** Restores a line that may have attachments. */
  void add(byte[] bytes, int start, int end) throws IOException {
    if (!members.over(bytes, start, end).find("_attachments")) {
      batcher.add(bytes, start, end);
      return;
    }
    int valueStart = members.valueStart();
    int valueEnd = members.valueEnd();
    JsonNode stubs = Json.tree(bytes, valueStart, valueEnd);
    List<StoredAttachment> attachments = StoredAttachment.of(stubs, folder);
    boolean inline = isInline(attachments);
    ObjectNode replaced = wire.mapper().createObjectNode();
    for (StoredAttachment one : attachments) {
      replaced.set(one.name(), inline ? one.inline(one.content(store)) : one.following());
    }
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    document.write(bytes, start, valueStart - start);
    document.write(wire.mapper().writeValueAsBytes(replaced));
    document.write(bytes, valueEnd, end - valueEnd);
    byte[] json = document.toByteArray();
    if (inline) {
      batcher.add(json, 0, json.length);
    } else {
      submit(json, attachments);
    }
  }

  private static boolean isInline(List<StoredAttachment> attachments) {
    long length = 0;
    for (StoredAttachment one : attachments) {
      length += one.length();
      if (one.encoded()) {
        return false;
      }
    }
    return length <= INLINE;
  }

  private void submit(byte[] json, List<StoredAttachment> attachments) throws IOException {
    Integer permit = workers.take(permits);
    workers.submit(() -> put(json, attachments, permit));
  }

  private @Nullable Void put(byte[] json, List<StoredAttachment> attachments, Integer permit)
      throws IOException {
    Members document = new Members().over(json, 0, json.length);
    String id = document.find("_id") ? document.text() : "";
    List<String> path = new ArrayList<>(List.of(database));
    path.addAll(Names.stored(id));
    MultipartBody body = new MultipartBody(store, json, attachments);
    Call call = Call.of("PUT", path).query("new_edits", false).body(body).asRepeatable();
    try {
      wire.run(call);
      outcome.sent(1, body.length());
    } catch (CouchDbException e) {
      if (!BulkSender.BLAMES_A_DOCUMENT.contains(e.status())) {
        throw e;
      }
      outcome.refused(json, e.error(), e.reason());
    } catch (AccessDeniedException e) {
      // Refused by a design document, if the database is ours still; else this throws.
      wire.json(Call.of("GET", database));
      outcome.refused(json, "forbidden", String.valueOf(e.getMessage()));
    } finally {
      permits.add(permit);
    }
    return null;
  }
}
