package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Counts;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.backup.PartReader;
import io.github.chthosting.couchdb.internal.backup.StoredAttachment;
import io.github.chthosting.couchdb.internal.backup.TarReader;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Checks a database of a backup against itself: the hash of each part, that each line is a document
 * with id and revision, every count, and that each attachment is where its document says and has
 * the MD5 that its name tells. Verification and restore rest on it alike. Used once, by one thread.
 */
public final class OfflineCheck {
  private static final Pattern REVISION = Pattern.compile("[0-9]+-.+");

  private final BackupStore store;
  private final DatabaseManifest manifest;
  private final BackupManifest.Entry entry;
  private final Set<String> archives = new HashSet<>();
  private final Leaf leaf = new Leaf();
  private final Members members = new Members();
  private final DocumentCounts documents;
  private final Map<Kind, Long> rows = new EnumMap<>(Kind.class);
  private long attachments;
  private long bytes;

  public OfflineCheck(BackupStore store, DatabaseManifest manifest, BackupManifest.Entry entry) {
    this.store = store;
    this.manifest = manifest;
    this.entry = entry;
    this.documents = new DocumentCounts(manifest.counts().leaves());
  }

  /**
   * Checks all of it; returns the number of leaves.
   *
   * @throws VerificationFailedException naming the first part that is broken
   */
  public long check() throws IOException {
    try {
      return checked();
    } catch (HostingException e) {
      e.addAftermath("Nothing was changed.");
      throw e;
    }
  }

  private long checked() throws IOException {
    for (Part part : manifest.parts()) {
      rows.merge(part.kind(), part.rows(), Long::sum);
      bytes += part.kind() == Kind.ATTACHMENTS ? 0 : part.content();
    }
    // First: what is far too much would be counted for ever.
    requireRows(manifest.counts());
    for (Part part : archivesFirst()) {
      PartReader.requireWhole(store, part);
      if (part.kind() == Kind.ATTACHMENTS) {
        archive(part);
      } else {
        lines(part, (line, start, end) -> check(part, line, start, end));
      }
    }
    documents.endPass();
    for (int pass = 1; pass < documents.passes(); pass++) {
      again();
    }
    requireCounts(manifest.counts());
    return leaves();
  }

  private void archive(Part part) throws IOException {
    try {
      TarReader.check(store, part);
      archives.add(part.object());
    } catch (IOException e) {
      throw broken(part, e);
    }
  }

  private IOException broken(Part part, IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      return e;
    }
    throw PartReader.broken(store, part, String.valueOf(e.getMessage()), e);
  }

  /**
   * The parts, archives of attachments first, so that a document is not blamed for the archive that
   * its attachment is in.
   */
  private List<Part> archivesFirst() {
    return manifest.parts().stream()
        .sorted(Comparator.comparing(part -> part.kind() != Kind.ATTACHMENTS))
        .toList();
  }

  private void lines(Part part, PartReader.Taker more) throws IOException {
    try {
      PartReader.lines(
          store,
          part,
          (line, start, end) -> {
            leaf.read(line, start, end);
            if (part.kind() != Kind.LOCALS) {
              documents.add(leaf);
            }
            more.take(line, start, end);
          });
    } catch (IOException e) {
      throw broken(part, e);
    }
  }

  private void again() throws IOException {
    for (Part part : manifest.parts()) {
      if (part.kind() != Kind.ATTACHMENTS && part.kind() != Kind.LOCALS) {
        lines(part, (line, start, end) -> {});
      }
    }
    documents.endPass();
  }

  /** A document in a part of another kind would be restored at another time, or not at all. */
  private void check(Part part, byte[] line, int start, int end) throws IOException {
    String id = leaf.id();
    Kind kind = part.kind();
    if (id.startsWith("_local/") != (kind == Kind.LOCALS)
        || id.startsWith("_design/") != (kind == Kind.DESIGNS)
        || (leaf.attached() && kind == Kind.DOCUMENTS)) {
      throw new IOException("'" + id + "' does not belong in a part of " + kind.word());
    }
    if (!REVISION.matcher(leaf.rev()).matches()) {
      throw new IOException("'" + id + "' has no revision, but '" + leaf.rev() + "'");
    }
    if (manifest.partitioned() && !id.startsWith("_") && id.indexOf(':') < 1) {
      throw new IOException("'" + id + "' has no partition");
    }
    if (leaf.attached() && members.over(line, start, end).find("_attachments")) {
      attachments(Json.tree(line, members.valueStart(), members.valueEnd()));
    }
  }

  private void attachments(JsonNode stubs) throws IOException {
    for (StoredAttachment one : StoredAttachment.of(stubs, entry.folder())) {
      if (!archives.contains(one.object())) {
        throw new IOException(one.object() + " is not an archive of this database");
      }
      TarReader.requireMember(store, one);
      attachments++;
    }
  }

  private long rows(Kind kind) {
    return rows.getOrDefault(kind, 0L);
  }

  private long leaves() {
    return rows(Kind.DOCUMENTS) + rows(Kind.ATTACHED) + rows(Kind.DESIGNS);
  }

  private void requireRows(Counts told) {
    requireCount("leaves", told.leaves(), leaves(), 0);
    requireCount("leaves of design documents", told.designs(), rows(Kind.DESIGNS), 0);
    requireCount("local documents", told.locals(), rows(Kind.LOCALS), 0);
    requireCount("stored attachments", told.contents(), rows(Kind.ATTACHMENTS), 0);
    requireCount("bytes of JSON", told.bytes(), bytes, 0);
  }

  private void requireCounts(Counts told) {
    requireCount("attachments", told.attachments(), attachments, 0);
    long changed = told.changed();
    requireCount("documents", told.documents(), documents.documents(), changed);
    requireCount("deleted documents", told.deleted(), documents.deleted(), changed);
    requireCount("documents with conflicts", told.conflicted(), documents.conflicted(), changed);
    if (told.documents() != entry.documents() || told.leaves() != entry.leaves()) {
      throw new VerificationFailedException(
          "verifying " + manifest.name(),
          "%s: the manifest of %s tells of %d documents and %d leaves, and that of the backup of %d and %d. Use another backup."
              .formatted(
                  store.location(),
                  manifest.name(),
                  told.documents(),
                  told.leaves(),
                  entry.documents(),
                  entry.leaves()),
          null);
    }
  }

  private void requireCount(String what, long expected, long found, long tolerance) {
    if (expected < 0 || Math.abs(expected - found) > tolerance) {
      throw new VerificationFailedException(
          "verifying " + manifest.name(),
          "%s: the manifest of %s tells of %d %s, and its parts hold %d. Use another backup."
              .formatted(store.location(), manifest.name(), expected, what, found),
          null);
    }
  }
}
