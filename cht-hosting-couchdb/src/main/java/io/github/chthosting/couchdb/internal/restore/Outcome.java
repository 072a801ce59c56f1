package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.couchdb.backup.report.RejectedDocument;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.backup.Meter;
import java.util.ArrayList;
import java.util.List;

/** The result of writing the documents of one database. Thread-safe. */
final class Outcome {
  /** A database that refuses everything must not fill the memory. */
  private static final int MOST_LISTED = 10_000;

  private final Meter meter;
  private final List<RejectedDocument> rejected = new ArrayList<>();
  private long rejections;
  private long written;

  Outcome(Meter meter) {
    this.meter = meter;
  }

  /** Documents that were sent and answered for. */
  synchronized void sent(int documents, long bytes) {
    written += documents;
    meter.add(documents, bytes);
  }

  /** Documents that were not written, of those that were sent. */
  synchronized void refused(List<RowError> errors) {
    written -= errors.size();
    errors.forEach(this::refused);
  }

  /** A document whose request was refused as a whole. */
  void refused(byte[] document, String error, String reason) {
    refused(RowError.ofDocument(document, 0, document.length, error, reason));
  }

  private void refused(RowError error) {
    refused(new RejectedDocument(error.id(), error.rev(), error.error(), error.reason()));
  }

  private synchronized void refused(RejectedDocument document) {
    rejections++;
    if (rejected.size() < MOST_LISTED) {
      rejected.add(document);
    }
  }

  synchronized List<RejectedDocument> rejected() {
    return List.copyOf(rejected);
  }

  synchronized long rejections() {
    return rejections;
  }

  synchronized long written() {
    return written;
  }
}
