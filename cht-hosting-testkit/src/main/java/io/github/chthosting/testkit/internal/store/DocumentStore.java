package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A database as document endpoints see it: a shard file ({@link LocalDatabase}), or a clustered
 * database that routes to shards by document id and merges what they say. Thread-safe.
 *
 * <p>Every method throws {@link ApiException} for what a client must hear, such as 404 when the
 * database was deleted meanwhile, or 500/503 when a range has no shard that answers.
 */
public interface DocumentStore {

  /** The name as {@code db_name} prints it. */
  String name();

  /** Returns whether sequences are numbers of one shard file rather than opaque strings. */
  boolean isLocal();

  /** All that {@code GET /db} answers, in its order. */
  ObjectNode info();

  /** Documents that are not deleted, design documents included. */
  long documentCount();

  /** The sequence of the last change, as {@code update_seq} prints it. */
  JsonNode updateSeq();

  /** The document, deleted or not, or empty if no revision of it was ever here. */
  Optional<StoredDocument> document(String id);

  /** Documents of a range that are not deleted, by id. Loads no bodies. */
  Iterator<StoredDocument> documents(IdRange range);

  /**
   * Returns how many documents that are not deleted precede the start of {@code range} on its way.
   */
  long offset(IdRange range);

  /**
   * Changes after {@code since}.
   *
   * @param since {@code 0}, a sequence as {@link #updateSeq()} prints it (strings with or without
   *     quotes), or {@code now}
   * @param descending from the last backwards; {@code since} is ignored then, as CouchDB does
   * @throws ApiException 400 when {@code since} cannot be read
   */
  ChangesCursor changes(String since, boolean descending);

  /**
   * Calls {@code listener} after every write, and when the database is deleted, on the writing
   * thread: it must not block.
   */
  Subscription onChange(Runnable listener);

  /**
   * Writes edits; each stands or falls alone. Results are in the order of the edits. Local
   * documents are not written by this.
   *
   * @param replicated {@code new_edits:false}: revisions are taken as they come
   * @param validation asked for each edit that does not conflict
   * @throws ApiException 412 {@code missing_stub} when a stub has nothing to stand for: then
   *     nothing of the batch is written
   */
  List<WriteResult> write(List<DocumentEdit> edits, boolean replicated, Validation validation);

  /** The same database, of which so many copies are to be written. */
  default DocumentStore writing(int copies) {
    return this;
  }

  /**
   * Checks that a document may be asked for by this id.
   *
   * @throws ApiException 400 {@code illegal_docid} if no document of the database can have it
   */
  default void checkId(String id) {}

  /** A place for attachment bytes that are to be written to this database. */
  BlobSpool spool();

  Optional<LocalDocument> local(String id);

  /** All {@code _local} documents of a range. */
  Iterator<LocalDocument> locals(IdRange range);

  /**
   * Writes or (with {@code body} null) deletes a {@code _local} document. Returns the new revision,
   * {@code 0-0} of a deletion.
   *
   * @param rev what the client gave; CouchDB takes it for the counter, without a check
   * @throws ApiException 404 when there is nothing to delete
   */
  String writeLocal(String id, @Nullable String rev, @Nullable JsonBody body);

  /** Forgets leaves. Results in order: those that were forgotten of each request. */
  List<List<Rev>> purge(List<PurgeRequest> requests);

  /** The last purges, as many as {@link #purgedInfosLimit()} allows. */
  List<PurgeRequest> purges();

  long purgedInfosLimit();

  void purgedInfosLimit(long limit);

  long revsLimit();

  void revsLimit(long limit);

  /** The {@code _security} object. */
  ObjectNode security();

  void security(ObjectNode security);

  /** Drops bodies of revisions that are not leaves, and attachments without a document. */
  void compact();
}
