package io.github.chthosting.couchdb.backup.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The contents of a backup for one database: {@code databases/…/manifest.json}.
 *
 * @param name in CouchDB
 * @param q ranges
 * @param n copies of a range
 * @param partitioned whether ids have partitions
 * @param revsLimit revisions that are remembered of each document
 * @param purgedInfosLimit purges that are remembered; null where the server does not have it
 * @param security the {@code _security} object
 * @param before the database when the backup began
 * @param after the database when it ended
 * @param lastSeq up to where the backup has seen changes: {@code since} of a next one
 * @param counts what was written
 * @param parts the objects that hold it, in order
 * @param incomplete what is known to be missing, if the backup was told to go on with that; null if
 *     nothing is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseManifest(
    String name,
    int q,
    int n,
    boolean partitioned,
    int revsLimit,
    @Nullable Integer purgedInfosLimit,
    JsonNode security,
    State before,
    State after,
    String lastSeq,
    Counts counts,
    List<Part> parts,
    @Nullable String incomplete) {
  public DatabaseManifest {
    parts = parts == null ? List.of() : List.copyOf(parts);
  }

  /**
   * Returns what is known to be missing: what {@link #incomplete} says, or that there are fewer
   * documents than the database had both before and after, which backups of earlier versions did
   * not look at.
   */
  public Optional<String> shortfall() {
    if (incomplete != null || before == null || after == null) {
      return Optional.ofNullable(incomplete);
    }
    long had = Math.min(before.rows(), after.rows());
    return counts.documents() < had && before.purges().equals(after.purges())
        ? Optional.of("it has %d of %d documents".formatted(counts.documents(), had))
        : Optional.empty();
  }

  /**
   * The figures that the database told of itself.
   *
   * @param documents not deleted
   * @param deleted deleted ones
   * @param updateSeq opaque
   * @param purgeSeq opaque
   */
  public record State(long documents, long deleted, String updateSeq, String purgeSeq) {
    private long rows() {
      return documents + deleted;
    }

    /** Returns what stands after the number says which copies were asked. */
    private String purges() {
      return purgeSeq == null ? "" : purgeSeq.split("-", 2)[0];
    }
  }

  /**
   * The counts of what was written.
   *
   * @param documents ids
   * @param deleted ids whose winning revision is deleted
   * @param conflicted ids with more than one leaf
   * @param leaves revisions, one a line
   * @param designs leaves of design documents
   * @param locals {@code _local} documents
   * @param attachments of all leaves
   * @param contents attachments that are stored, each content once
   * @param bytes of JSON, before compression, newlines included
   * @param changed rows of the feed that may be of documents counted before, because the feed was
   *     taken up again or the document changed meanwhile; the first three counts may be off by so
   *     many, and are exact if it is 0
   */
  public record Counts(
      long documents,
      long deleted,
      long conflicted,
      long leaves,
      long designs,
      long locals,
      long attachments,
      long contents,
      long bytes,
      long changed) {}

  /**
   * An object of the backup.
   *
   * @param kind what is in it
   * @param object its name in the store
   * @param rows lines, or attachments
   * @param bytes of the object
   * @param content bytes before compression
   * @param sha256 of the object, in hex
   */
  public record Part(
      Kind kind, String object, long rows, long bytes, long content, String sha256) {}

  /** The kinds of contents of a part. */
  public enum Kind {
    /** Leaves without attachments. */
    DOCUMENTS,
    /** Leaves with attachments. */
    ATTACHED,
    /** Leaves of design documents, restored last. */
    DESIGNS,
    /** {@code _local} documents. */
    LOCALS,
    /** Attachments, a tar archive. */
    ATTACHMENTS;

    /** Returns the spelling in manifests and names. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
