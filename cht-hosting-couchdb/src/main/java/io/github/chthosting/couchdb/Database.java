package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A database of a {@link CouchDb}, which alone gives it. Thread-safe. Every call may throw {@link
 * NotFoundException} when the database does not exist, beside what {@link CouchDb} names.
 */
public sealed interface Database permits HttpDatabase {

  /** Returns its name. */
  String name();

  /** Returns what CouchDB says of it. */
  DatabaseInfo info();

  /** Returns whether it exists. */
  boolean exists();

  /**
   * Creates it.
   *
   * @throws CouchDbException with status 412 and error {@code file_exists} if it exists
   */
  void create(DatabaseOptions options);

  /** Creates it with the server's defaults; see {@link #create(DatabaseOptions)}. */
  default void create() {
    create(DatabaseOptions.defaults());
  }

  /** Creates it unless it exists. Returns whether it was created. */
  boolean createIfAbsent(DatabaseOptions options);

  /** Deletes it with everything in it. */
  void delete();

  /** Returns the rights: who may read, write and administer the database. */
  Security security();

  /** Replaces who may do what in it. */
  void putSecurity(Security security);

  /**
   * Returns the winning revision of a document.
   *
   * @throws NotFoundException if there is none, or it is deleted
   */
  Document get(String id);

  /** Returns a document with more, or another revision, than {@link #get(String)} gives. */
  Document get(String id, ReadOptions options);

  /** Returns the winning revision, mapped by the client's object mapper. */
  <T> T get(String id, Class<T> type);

  /**
   * Returns the winning revision; empty if there is none, or it is deleted, or the database is not
   * there.
   */
  Optional<Document> find(String id);

  /**
   * Returns all leaf revisions of a document, deleted ones included, by {@code open_revs=all};
   * empty if there are none.
   */
  List<Document> leaves(String id, ReadOptions options);

  /**
   * Returns the winning revision's {@code _rev}, by a HEAD; empty if there is none, or it is
   * deleted.
   */
  Optional<String> rev(String id);

  /**
   * Writes a document under its own {@code _id} and on top of its {@code _rev}. Returns the new
   * revision, which the document is not changed to.
   *
   * @throws ConflictException if its revision is not the current one
   * @throws IllegalNameException if it has no id, or one that CouchDB refuses
   */
  String put(Document document);

  /** Writes what the client's object mapper makes of {@code value}; see {@link #put(Document)}. */
  String put(String id, Object value);

  /**
   * Deletes a document. Returns the revision of the deletion.
   *
   * @throws ConflictException if {@code rev} is not a current one
   */
  String delete(String id, String rev);

  /**
   * Copies the winning revision within the database. Returns the revision of the copy.
   *
   * @param overwritten the revision of the target that is replaced, if there is one
   */
  String copy(String id, String target, Optional<String> overwritten);

  /** Reads and writes of many documents at once. */
  Bulk bulk();

  /** Returns its documents' attachments. */
  Attachments attachments();

  /** Returns the queries by selector, and their indexes. */
  Mango mango();

  /** Returns a design document's indexes, by its name without {@code _design/}. Sends nothing. */
  Design design(String name);

  /** Returns the upkeep: compaction, clean-up, purge and limits. */
  Upkeep upkeep();

  /**
   * Returns the rows of {@code _all_docs} or a view, as they arrive. Close them.
   *
   * @throws NotFoundException if there is no such view
   */
  Rows<Row> query(ViewQuery query);

  /**
   * Reads at most {@code size} of these rows, and the query of the next page. A page starts at a
   * key and document, not at a number of rows to skip, so it stays right and fast while documents
   * change.
   */
  Page page(ViewQuery query, int size);

  /** Returns a request of any kind below this database, by path segments that are not encoded. */
  RawRequest request(String method, String... path);

  /**
   * Returns the same database with another limit for the first byte, and each further read, of an
   * answer.
   */
  Database within(Duration limit);
}
