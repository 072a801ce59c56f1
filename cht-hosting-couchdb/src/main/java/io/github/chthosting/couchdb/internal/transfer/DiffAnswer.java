package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.couchdb.internal.rows.Bytes;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.internal.rows.ServerErrorException;
import java.io.IOException;

/** Reads the answer of {@code _revs_diff}, whose ids and revisions are copied as they are. */
public final class DiffAnswer {
  private DiffAnswer() {}

  /**
   * All revisions that are missing, as a list for {@code _bulk_get}.
   *
   * @throws IOException if it is no such answer
   */
  public static RevisionList missing(byte[] answer) throws IOException {
    RevisionList list = new RevisionList(false);
    Members documents = new Members();
    Members members = new Members();
    int start = Bytes.skipSpace(answer, 0, answer.length);
    if (start == answer.length || answer[start] != '{') {
      throw new MalformedJsonException("not a JSON object");
    }
    documents.over(answer, start, answer.length);
    while (documents.next()) {
      int id = documents.nameStart() + 1;
      int idEnd = Bytes.stringEnd(answer, id, answer.length);
      requireObject(answer, documents);
      members.over(answer, documents.valueStart(), documents.valueEnd());
      if (!members.find("missing") || answer[members.valueStart()] != '[') {
        throw new MalformedJsonException("a document of which it does not say what is missing");
      }
      revisions(answer, members.valueStart(), members.valueEnd(), id, idEnd, list);
    }
    return list;
  }

  /** Requires an object; anything else is an error in the place of the answer. */
  private static void requireObject(byte[] answer, Members member) throws IOException {
    if (answer[member.valueStart()] != '{') {
      throw new ServerErrorException(member.name(), member.text());
    }
  }

  private static void revisions(
      byte[] answer, int start, int end, int id, int idEnd, RevisionList list) {
    boolean first = true;
    int at = start;
    while (at < end) {
      if (answer[at++] == '"') {
        int revEnd = Bytes.stringEnd(answer, at, end);
        list.add(answer, id, idEnd, at, revEnd, first);
        at = revEnd + 1;
        first = false;
      }
    }
  }
}
