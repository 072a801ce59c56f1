package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.util.List;
import java.util.function.LongSupplier;

/** The progress of a {@link MoveRun}: the last finished phase is marked, and none is done twice. */
final class Phases {
  private static final String MARK = "phase";
  private static final List<String> NAMES =
      List.of(
          "filled",
          "warmed",
          "guarded",
          "joined",
          "verified",
          "left",
          "swept",
          "unguarded",
          "done");

  private final String database;
  private final Marks marks;
  private final WorkContext context;

  Phases(String database, Marks marks, WorkContext context) {
    this.database = database;
    this.marks = marks;
    this.context = context;
  }

  /** Does that phase, unless it was done. */
  void run(String name, LongSupplier bytes, Runnable work) {
    if (hasReached(name)) {
      return;
    }
    context.checkCancelled();
    context.progress(
        database + ": until " + name,
        NAMES.indexOf(name),
        NAMES.size(),
        "phases",
        bytes.getAsLong());
    work.run();
    marks.put(MARK, name);
  }

  boolean hasReached(String name) {
    return NAMES.indexOf(marks.all().getOrDefault(MARK, "")) >= NAMES.indexOf(name);
  }

  /** All is to be done anew from here on. */
  void forget() {
    marks.put(MARK, "taking back");
  }
}
