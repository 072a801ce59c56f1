package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.compare.LocalDocuments;
import io.github.chthosting.couchdb.internal.compare.MissingRevisions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The differences between two databases, as far as they are known. */
final class Mismatches {
  private static final int NAMED = 1000;

  private final List<Mismatch> named = new ArrayList<>();
  private long count;

  void add(Mismatch.Kind kind, String what) {
    named.add(new Mismatch(kind, what));
    count++;
  }

  void addRevisions(Mismatch.Kind kind, MissingRevisions revisions) {
    revisions
        .named()
        .forEach(one -> named.add(new Mismatch(kind, one.id() + " " + one.revision())));
    count += revisions.count();
  }

  /** A leaf that one side lacks is known as such already. */
  void addContents(List<Difference> listed, long differences) {
    Set<String> known = new HashSet<>();
    named.forEach(one -> known.add(one.what()));
    long lacking = 0;
    for (Difference one : listed) {
      String what = one.id() + " " + one.rev();
      if (known.contains(what) || one.kind() != Difference.Kind.DIFFERENT) {
        lacking++;
      } else {
        named.add(new Mismatch(Mismatch.Kind.CONTENT, what));
      }
    }
    long more = differences - lacking;
    if (more == 0 && lacking > 0 && count == 0) {
      add(Mismatch.Kind.UNSTEADY, listed.get(0).id());
    }
    count += more;
  }

  void addLocals(List<LocalDocuments.Mismatch> locals) {
    for (LocalDocuments.Mismatch local : locals) {
      if (local.kind() == DatabaseContents.Local.OTHER) {
        count++;
        if (named.size() < 3 * NAMED) {
          named.add(new Mismatch(Mismatch.Kind.LOCAL_DOCUMENT, local.id() + where(local)));
        }
      }
    }
  }

  private static String where(LocalDocuments.Mismatch local) {
    if (local.here() && local.there()) {
      return " differs";
    }
    return local.here() ? " is not on the target" : " is only on the target";
  }

  List<Mismatch> named() {
    return named;
  }

  long count() {
    return count;
  }
}
