package io.github.chthosting.couchdb;

import io.github.chthosting.CheckReturnValue;
import io.github.chthosting.couchdb.internal.Parameters;
import io.github.chthosting.http.Call;
import java.util.Map;

/**
 * The choice of what to read of a document beside its body. Immutable: every method returns a
 * changed copy.
 */
@CheckReturnValue
public final class ReadOptions {
  private static final ReadOptions NONE = new ReadOptions(Parameters.NONE);

  private final Parameters parameters;

  private ReadOptions(Parameters parameters) {
    this.parameters = parameters;
  }

  /** The winning revision, with stubs of its attachments. */
  public static ReadOptions none() {
    return NONE;
  }

  /** Returns options for this revision instead of the winner. */
  public ReadOptions rev(String rev) {
    return with("rev", rev);
  }

  /** Returns options for the newest leaf that descends from the revision asked for. */
  public ReadOptions latest() {
    return with("latest", true);
  }

  /** Returns options with the document's history, as {@link Document#revisions()}. */
  public ReadOptions revisions() {
    return with("revs", true);
  }

  /**
   * Returns options with its history and whether each revision is still there, as {@code
   * _revs_info}.
   */
  public ReadOptions revisionsInfo() {
    return with("revs_info", true);
  }

  /** Returns options with {@link Document#conflicts()}. */
  public ReadOptions conflicts() {
    return with("conflicts", true);
  }

  /** Returns options with {@link Document#deletedConflicts()}. */
  public ReadOptions deletedConflicts() {
    return with("deleted_conflicts", true);
  }

  /** Returns options with {@code _local_seq}. */
  public ReadOptions localSequence() {
    return with("local_seq", true);
  }

  /**
   * Returns options with the attachments' bytes in Base64, in memory; stream large ones instead.
   */
  public ReadOptions attachments() {
    return with("attachments", true);
  }

  /** Returns options with encoding and encoded length in the attachments' stubs. */
  public ReadOptions attachmentEncoding() {
    return with("att_encoding_info", true);
  }

  /** Copies that must agree; CouchDB's default is a majority of n. */
  public ReadOptions quorum(int copies) {
    return with("r", copies);
  }

  /** Returns the query parameters of CouchDB. */
  public Map<String, Object> parameters() {
    return parameters.values();
  }

  Call addTo(Call call) {
    return parameters.addTo(call);
  }

  private ReadOptions with(String name, Object value) {
    return new ReadOptions(parameters.with(name, value));
  }
}
