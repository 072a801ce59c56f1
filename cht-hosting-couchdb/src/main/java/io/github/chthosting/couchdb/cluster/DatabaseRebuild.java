package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.compare.Uncarried;
import io.github.chthosting.couchdb.internal.shards.Addresses;
import io.github.chthosting.couchdb.internal.shards.CopyTotals;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.CutOver;
import io.github.chthosting.couchdb.replication.CutOverReport;
import io.github.chthosting.couchdb.replication.ReplicationResult;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import java.util.List;
import java.util.Optional;

/** Copies a database into one with another number of ranges, proves it, and brings it home. */
final class DatabaseRebuild {
  private static final String CREATING = "creating";
  private static final String DELETING = "deleting";
  private static final int PASSES = 10;
  private static final int SMALL_GAP = 100;

  private final Wire wire;
  private final String step;
  private final Database original;
  private final Database copy;
  private final Marks marks;
  private final WorkContext context;

  DatabaseRebuild(
      CouchDb couch, Step step, String database, String copy, Marks marks, WorkContext context) {
    this.wire = Wire.of(couch);
    this.step = step.summary();
    this.original = couch.database(database);
    this.copy = couch.database(copy);
    this.marks = marks;
    this.context = context;
  }

  void copy(DatabaseOptions options) {
    if (!marks.all().containsKey(CREATING)) {
      if (copy.exists()) {
        throw new PlanRefusedException(
            step,
            List.of(
                copy.name()
                    + " exists by now: give this plan up, and plan again with another name"));
      }
    }
    WorkMark.requireNone(wire, original.name(), step);
    begin(copy, options);
    fill(original, copy);
  }

  /** Creates a database, if it is not there, and marks it until it is proven. */
  private void begin(Database database, DatabaseOptions options) {
    WorkMark mark = WorkMark.begin(step, pair());
    if (marks.all().containsKey(CREATING)) {
      mark = mark.goneOnWith(marks.all().getOrDefault(CREATING, ""));
    } else {
      marks.put(CREATING, mark.by());
    }
    database.createIfAbsent(options);
    Optional<WorkMark> other = WorkMark.in(wire, database.name());
    if (other.isPresent() && !other.get().by().equals(mark.by())) {
      throw other.get().unfinished(database.name(), step);
    }
    mark.put(wire, database.name());
  }

  private String pair() {
    return original.name() + " as " + copy.name();
  }

  /** Both are proven: what this rebuild, or this swap, has filled is whole. */
  void end() {
    for (Database side : List.of(original, copy)) {
      WorkMark.in(wire, side.name())
          .filter(mark -> mark.of().equals(pair()))
          .ifPresent(mark -> mark.remove(wire, side.name()));
    }
  }

  /** Deletes the copy if it is still what this plan alone has filled. */
  void removeCopy() {
    if (!marks.all().containsKey(CREATING) || !copy.exists()) {
      return;
    }
    String own = marks.all().getOrDefault(CREATING, "");
    boolean untouched = CopyTotals.of(wire, copy.name()).isSurelyEmpty();
    if (!WorkMark.in(wire, copy.name()).map(it -> it.by().equals(own)).orElse(untouched)) {
      throw new PlanRefusedException(
          "roll back of " + step,
          List.of(
              "%s is not marked as being filled by this plan any more, and may be in use. It was not deleted: delete it, or copy it elsewhere and delete it, then take this plan back again"
                  .formatted(copy.name())));
    }
    copy.delete();
  }

  void requireOriginal() {
    if (isOriginalGone()) {
      throw new PlanRefusedException(
          "roll back of " + step,
          List.of(
              "%s was deleted, and %s has all of it: resume"
                  .formatted(original.name(), copy.name())));
    }
  }

  /** Passes, until one has little left to do: the source may be written to meanwhile. */
  private void fill(Database source, Database target) {
    // Before there is anything to forget.
    Uncarried.copyAll(source, target);
    for (int pass = 1; pass <= PASSES; pass++) {
      context.checkCancelled();
      context.progress(
          "%s to %s, pass %d".formatted(source.name(), target.name(), pass),
          pass,
          PASSES,
          "passes",
          0);
      ReplicationResult result =
          waited(ClientReplication.builder(source, target).includingUnfinished().build().start());
      if (result.refusedCount() > 0) {
        throw new HostingException(
            step,
            "%s: %s refuses %d revisions, the first %s. Both stay as they are, and all other revisions were copied"
                .formatted(step, target.name(), result.refusedCount(), result.refused().get(0)),
            false,
            null);
      }
      if (result.documents() <= SMALL_GAP) {
        break;
      }
    }
    CutOver.between(source, target).copyLocalDocuments(id -> true);
    Uncarried.copyAll(source, target);
  }

  private static String shown(List<String> locals) {
    return locals.isEmpty() ? "" : ", such as " + locals.get(0);
  }

  private <T> T waited(Operation<T> operation) {
    WorkContext.Hook hook = context.onCancel(operation::cancel);
    try {
      return operation.await();
    } finally {
      hook.close();
    }
  }

  void prove() {
    fill(original, copy);
    CutOverReport report = waited(CutOver.between(original, copy).check());
    List<String> locals =
        report.ownLocalDocuments().stream().map(CutOverReport.LocalDocument::id).toList();
    if (!report.isSameContent() || !report.notCarried().isEmpty() || !locals.isEmpty()) {
      throw new VerificationFailedException(
          step,
          "%s and %s differ:%n%s%s%nNothing was removed. Stop the writers of %s and resume."
              .formatted(original.name(), copy.name(), report, shown(locals), original.name()),
          null);
    }
  }

  void recreate(DatabaseOptions options) {
    if (!marks.all().containsKey("deleted")) {
      deleteOriginal();
      marks.put("deleted", "yes");
    }
    begin(original, options);
    fill(copy, original);
  }

  /** A suffix is as fine as a second: it alone would not do. */
  private boolean isOriginalGone() {
    String deleting = marks.all().get(DELETING);
    return deleting != null && (marks.all().containsKey("deleted") || !suffix().equals(deleting));
  }

  /** Right after the proof, also when it is resumed: it may have been written to since. */
  private void deleteOriginal() {
    String now = suffix();
    String known = marks.all().getOrDefault(DELETING, now);
    if (now.isEmpty() && marks.all().containsKey(DELETING)) {
      return;
    }
    if (!now.equals(known)) {
      throw new VerificationFailedException(
          step,
          "%s was deleted, and somebody has created it again, with %d documents. Nothing was changed: stop its clients, save what they wrote, delete it and resume; %s has all from before"
              .formatted(original.name(), original.info().documents(), copy.name()),
          null);
    }
    prove();
    marks.put(DELETING, now);
    // The proof takes hours: somebody may have begun to fill one of them, or made it anew.
    WorkMark.requireNone(wire, copy.name(), step);
    WorkMark.requireNone(wire, original.name(), step);
    if (!suffix().equals(now)) {
      throw new VerificationFailedException(
          step,
          "%s was created again by somebody while it was compared. Nothing was deleted: resume"
              .formatted(original.name()),
          null);
    }
    original.delete();
  }

  /** Says which database of that name it is; empty if there is none. */
  private String suffix() {
    try {
      return MapDocument.read(wire.at(Addresses.of(wire).first()), original.name()).suffix();
    } catch (NotFoundException e) {
      return "";
    }
  }
}
