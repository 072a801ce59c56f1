package io.github.chthosting.platform.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from one version of the CHT to another: open or closed, by the rules of the CHT's upgrade
 * guides ({@code hosting/cht/migration} of medic/cht-docs).
 *
 * @param from what runs
 * @param to what is wanted
 * @param obstacles why it must not be done, each with what to do instead; none if it may
 * @param notes what to know before, known faults of the version wanted among them
 */
public record UpgradePath(
    ChtVersion from, ChtVersion to, List<String> obstacles, List<String> notes) {
  public UpgradePath {
    obstacles = List.copyOf(obstacles);
    notes = List.copyOf(notes);
  }

  /** Judges the way from one to the other. */
  public static UpgradePath between(ChtVersion from, ChtVersion to) {
    return new UpgradePath(from, to, obstacles(from, to), notes(from, to));
  }

  /** Returns whether there is no obstacle. */
  public boolean isOpen() {
    return obstacles.isEmpty();
  }

  private static List<String> obstacles(ChtVersion from, ChtVersion to) {
    List<String> obstacles = new ArrayList<>();
    to.unsupported().ifPresent(obstacles::add);
    if (from.isNumbered() && from.major() < 4 && to.isAtLeast(4, 0)) {
      obstacles.add(from + " cannot be upgraded in place: migrate its data to 4.x, then upgrade");
    }
    if (from.major() == 4 && from.minor() < 5 && to.isAtLeast(5, 0)) {
      obstacles.add(from + " must be upgraded to 4.5.0 or a later 4.x before " + to);
    }
    if (from.isNumbered() && to.isNumbered() && to.compareTo(from) < 0) {
      obstacles.add(
          to + " is older than " + from + ": the CHT does not downgrade; restore a backup instead");
    }
    return obstacles;
  }

  private static List<String> notes(ChtVersion from, ChtVersion to) {
    List<String> notes = new ArrayList<>();
    if (!from.equals(to) && !(from.isNumbered() && to.isNumbered())) {
      notes.add("a branch has no number: whether " + to + " is newer than " + from + " is unknown");
    }
    if (from.major() == 4 && to.isAtLeast(5, 0)) {
      notes.add("the upgrade to 5.x can take five times the disk that CouchDB uses now");
      notes.add("sync and search are down until Nouveau has indexed: up to 24 hours");
    }
    for (Finding fault : KnownFault.of(to)) {
      notes.add(fault.subject() + " has a known fault: " + fault.explanation());
    }
    for (Finding fault : KnownFault.ofUpgradesFrom(from)) {
      notes.add(fault.explanation());
    }
    return notes;
  }
}
