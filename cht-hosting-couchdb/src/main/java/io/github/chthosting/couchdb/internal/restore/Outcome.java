package io.github.chthosting.couchdb.internal.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.couchdb.backup.RejectedDocument;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What became of the documents of one database. Thread-safe. */
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

  /** CouchDB answers {@code new_edits:false} with what it did not write alone. */
  synchronized void refused(JsonNode answers) {
    for (JsonNode answer : answers) {
      if (answer.has("error")) {
        written--;
        refused(
            new RejectedDocument(
                answer.path("id").asText(),
                answer.path("rev").asText(),
                answer.path("error").asText(),
                answer.path("reason").asText()));
      }
    }
  }

  /** A document whose request was refused as a whole. */
  void refused(byte[] document, String error, String reason) {
    String id = "";
    String rev = "";
    String why = reason;
    try {
      Members members = new Members().over(document, 0, document.length);
      while (members.next()) {
        id = members.is("_id") ? members.text() : id;
        rev = members.is("_rev") ? members.text() : rev;
      }
    } catch (IOException e) {
      why = reason + " (and the document is not JSON: " + e.getMessage() + ")";
    }
    refused(new RejectedDocument(id, rev, error, why));
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
