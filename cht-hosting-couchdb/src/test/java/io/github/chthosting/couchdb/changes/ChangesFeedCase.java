package io.github.chthosting.couchdb.changes;

import io.github.chthosting.couchdb.FakeCouch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A feed of a server that answers as a test tells it. */
abstract class ChangesFeedCase {
  static final String END = "],'last_seq':'9-z','pending':0}";
  final FakeCouch fake = new FakeCouch();

  @AfterEach
  void close() {
    fake.close();
  }

  static String row(String seq, String id, String rev) {
    String sequence = seq.isEmpty() ? "null" : "'" + seq + "'";
    return "{'seq':" + sequence + ",'id':'" + id + "','changes':[{'rev':'" + rev + "'}]}";
  }

  static String results(String... rows) {
    return "{'results':[\n" + String.join(",\n", rows);
  }

  List<String> read(ChangesQuery query) {
    List<String> ids = new ArrayList<>();
    try (ChangesFeed feed = ChangesFeed.open(fake.database(), query)) {
      for (Optional<Change> next = feed.next(); next.isPresent(); next = feed.next()) {
        ids.add(next.get().id() + " " + next.get().revs().get(0));
      }
    }
    return ids;
  }
}
