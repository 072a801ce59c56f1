package io.github.chthosting.couchdb.internal.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.backup.BackupStore;
import io.github.chthosting.couchdb.backup.DatabaseManifest;
import io.github.chthosting.couchdb.backup.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.backup.PartReader;
import io.github.chthosting.couchdb.internal.backup.TarReader;
import io.github.chthosting.couchdb.internal.restore.StoredAttachment;
import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;
import java.util.List;

/**
 * Checks a database of a backup against itself: the hash of each part, that each line is a document
 * with id and revision, the counts, and that each attachment is where its document says and has the
 * MD5 that its name tells.
 */
final class OfflineCheck {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final BackupStore store;
  private final DatabaseManifest manifest;
  private final String folder;
  private final Leaf leaf = new Leaf();
  private final Members members = new Members();
  private long leaves;
  private long locals;
  private long attachments;

  OfflineCheck(BackupStore store, DatabaseManifest manifest, String folder) {
    this.store = store;
    this.manifest = manifest;
    this.folder = folder;
  }

  /**
   * Checks all of it; returns the number of leaves.
   *
   * @throws VerificationFailedException naming the first part that is broken
   */
  long check() throws IOException {
    for (Part part : manifest.parts()) {
      PartReader.requireWhole(store, part);
      if (part.kind() == Kind.ATTACHMENTS) {
        TarReader.check(store, part);
      } else {
        lines(part);
      }
    }
    requireCount("leaves", manifest.counts().leaves(), leaves);
    requireCount("local documents", manifest.counts().locals(), locals);
    requireCount("attachments", manifest.counts().attachments(), attachments);
    return leaves;
  }

  private void lines(Part part) throws IOException {
    boolean local = part.kind() == Kind.LOCALS;
    try {
      PartReader.lines(
          store,
          part,
          (bytes, start, end) -> {
            leaf.read(bytes, start, end);
            attachments(part, bytes, start, end);
          });
    } catch (IOException e) {
      throw PartReader.broken(store, part, String.valueOf(e.getMessage()), e);
    }
    if (local) {
      locals += part.rows();
    } else {
      leaves += part.rows();
    }
  }

  private void attachments(Part part, byte[] bytes, int start, int end) throws IOException {
    if (part.kind() != Kind.ATTACHED && part.kind() != Kind.DESIGNS) {
      return;
    }
    if (members.over(bytes, start, end).find("_attachments")) {
      int from = members.valueStart();
      JsonNode stubs = MAPPER.readTree(bytes, from, members.valueEnd() - from);
      List<StoredAttachment> stored = StoredAttachment.of(stubs, folder);
      for (StoredAttachment one : stored) {
        TarReader.requireMember(store, one.object(), one.offset(), one.length());
      }
      attachments += stored.size();
    }
  }

  private void requireCount(String what, long expected, long found) {
    if (expected != found) {
      throw new VerificationFailedException(
          "verifying " + manifest.name(),
          "%s: the manifest of %s tells of %d %s, and its parts hold %d"
              .formatted(store.location(), manifest.name(), expected, what, found),
          null);
    }
  }
}
