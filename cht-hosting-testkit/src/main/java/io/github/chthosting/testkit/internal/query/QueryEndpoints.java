package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.document.DocumentContext;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Views and Mango queries of all databases of a node. Thread-safe. */
public final class QueryEndpoints {
  private static final Set<String> MANGO = Set.of("_find", "_explain", "_index");
  private static final Set<String> DESIGN = Set.of("_view", "_info", "_update", "_show", "_list");

  /** Whether it answers that path below the database. */
  public boolean handles(List<String> path) {
    return MANGO.contains(path.get(0));
  }

  /** Whether it answers that path, which begins with {@code _design} and a name. */
  public boolean handlesDesign(List<String> path) {
    return DESIGN.contains(path.get(2));
  }

  /** Answers a Mango call. */
  public void handle(DocumentContext db, List<String> path) throws IOException {
    db.document(path.get(0), false);
  }

  /** Answers a call on a design document. */
  public void handleDesign(DocumentContext db, List<String> path) throws IOException {
    db.document("_design/" + path.get(1), false);
  }
}
