package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Counts;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.backup.PartReader;
import io.github.chthosting.couchdb.internal.backup.TarReader;
import io.github.chthosting.couchdb.internal.restore.StoredAttachment;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Checks a database of a backup against itself: the hash of each part, that each line is a document
 * with id and revision, every count, and that each attachment is where its document says and has
 * the MD5 that its name tells.
 */
final class OfflineCheck {
  private final BackupStore store;
  private final DatabaseManifest manifest;
  private final String folder;
  private final Leaf leaf = new Leaf();
  private final Members members = new Members();
  private final DocumentCounts documents;
  private final Map<Kind, Long> rows = new EnumMap<>(Kind.class);
  private long attachments;
  private long bytes;

  OfflineCheck(BackupStore store, DatabaseManifest manifest, String folder) {
    this.store = store;
    this.manifest = manifest;
    this.folder = folder;
    this.documents = new DocumentCounts(manifest.counts().leaves());
  }

  /**
   * Checks all of it; returns the number of leaves.
   *
   * @throws VerificationFailedException naming the first part that is broken
   */
  long check() throws IOException {
    for (Part part : archivesFirst()) {
      PartReader.requireWhole(store, part);
      if (part.kind() == Kind.ATTACHMENTS) {
        TarReader.check(store, part);
      } else {
        lines(part, (line, start, end) -> attachments(part, line, start, end));
        bytes += part.content();
      }
      rows.merge(part.kind(), part.rows(), Long::sum);
    }
    documents.endPass();
    for (int pass = 1; pass < documents.passes(); pass++) {
      again();
    }
    requireCounts(manifest.counts());
    return leaves();
  }

  /** So that a document is not blamed for the archive that its attachment is in. */
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
      throw PartReader.broken(store, part, String.valueOf(e.getMessage()), e);
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

  private void attachments(Part part, byte[] bytes, int start, int end) throws IOException {
    if (part.kind() != Kind.ATTACHED && part.kind() != Kind.DESIGNS) {
      return;
    }
    if (members.over(bytes, start, end).find("_attachments")) {
      JsonNode stubs = Json.tree(bytes, members.valueStart(), members.valueEnd());
      List<StoredAttachment> stored = StoredAttachment.of(stubs, folder);
      for (StoredAttachment one : stored) {
        TarReader.requireMember(store, one.object(), one.offset(), one.length());
      }
      attachments += stored.size();
    }
  }

  private long rows(Kind kind) {
    return rows.getOrDefault(kind, 0L);
  }

  private long leaves() {
    return rows(Kind.DOCUMENTS) + rows(Kind.ATTACHED) + rows(Kind.DESIGNS);
  }

  private void requireCounts(Counts told) {
    requireCount("leaves", told.leaves(), leaves(), 0);
    requireCount("leaves of design documents", told.designs(), rows(Kind.DESIGNS), 0);
    requireCount("local documents", told.locals(), rows(Kind.LOCALS), 0);
    requireCount("attachments", told.attachments(), attachments, 0);
    requireCount("stored attachments", told.contents(), rows(Kind.ATTACHMENTS), 0);
    requireCount("bytes of JSON", told.bytes(), bytes, 0);
    long changed = told.changed();
    requireCount("documents", told.documents(), documents.documents(), changed);
    requireCount("deleted documents", told.deleted(), documents.deleted(), changed);
    requireCount("documents with conflicts", told.conflicted(), documents.conflicted(), changed);
  }

  private void requireCount(String what, long expected, long found, long tolerance) {
    if (Math.abs(expected - found) > tolerance) {
      throw new VerificationFailedException(
          "verifying " + manifest.name(),
          "%s: the manifest of %s tells of %d %s, and its parts hold %d. Use another backup."
              .formatted(store.location(), manifest.name(), expected, what, found),
          null);
    }
  }
}
