package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.HostingException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clean-up after a restore that failed: databases that it created are deleted again, unless
 * another restore has gone on with them; those that were there before keep what they got. Used by
 * one thread.
 */
final class Aftermath {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  private final List<Begun> begun = new ArrayList<>();

  private record Begun(Target target, boolean created, DatabaseRestore restore, long leaves) {}

  /** A database is about to be written to. */
  void begun(Target target, boolean created, DatabaseRestore restore, long leaves) {
    begun.add(new Begun(target, created, restore, leaves));
  }

  /** All is written: nothing is taken back any more. */
  void nothing() {
    begun.clear();
  }

  /**
   * Deletes what was created. Returns sentences on what became of each; empty if none was begun.
   */
  String discard() {
    boolean interrupted = Thread.interrupted();
    List<String> sentences = begun.stream().map(this::discard).toList();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return String.join(" ", sentences);
  }

  private String discard(Begun one) {
    String name = one.target().name();
    if (!one.created()) {
      return ("%s was there before and is left with %d of %d leaves written; with intoExisting() "
              + "the restore can be run again, and writes none twice.")
          .formatted(name, one.restore().written(), one.leaves());
    }
    try {
      if (!one.target().isOwn()) {
        return name
            + ", created by this restore, has been filled by somebody else since, and was left to them.";
      }
      one.target().database().delete();
      return name + ", created by this restore, was deleted again.";
    } catch (HostingException e) {
      LOG.warn("the half restored database {} could not be deleted", name, e);
      return "%s, created by this restore, is half restored and could not be deleted (%s); delete it."
          .formatted(name, e.getMessage());
    }
  }
}
