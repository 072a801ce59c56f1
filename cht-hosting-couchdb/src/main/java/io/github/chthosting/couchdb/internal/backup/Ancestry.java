package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A leaf and the revisions before it.
 *
 * @param rev of the leaf
 * @param start its generation
 * @param ids of it and those before, the newest first; old ones may be forgotten
 */
record Ancestry(String rev, int start, List<String> ids) {
  Ancestry {
    ids = List.copyOf(ids);
  }

  /** Reads the ancestry of a document that was read with its history. */
  static Ancestry of(byte[] bytes, int from, int end) throws IOException {
    String rev = "";
    int start = 0;
    List<String> ids = new ArrayList<>();
    Members members = new Members().over(bytes, from, end);
    while (members.next()) {
      if (members.is("_rev")) {
        rev = members.text();
      } else if (members.is("_revisions")) {
        JsonNode history = Json.tree(bytes, members.valueStart(), members.valueEnd());
        start = history.path("start").asInt(0);
        history.path("ids").forEach(id -> ids.add(id.asString("")));
      }
    }
    return new Ancestry(rev, start, ids);
  }

  /**
   * Returns whether this is that revision or came after it: it is in the history, or older than
   * what the history remembers.
   */
  boolean replaces(String other) {
    int dash = other.indexOf('-');
    if (other.equals(rev) || !other.matches("[0-9]{1,9}-.*")) {
      return other.equals(rev);
    }
    int back = start - Integer.parseInt(other, 0, dash, 10);
    return back >= ids.size() || (back >= 0 && ids.get(back).equals(other.substring(dash + 1)));
  }
}
