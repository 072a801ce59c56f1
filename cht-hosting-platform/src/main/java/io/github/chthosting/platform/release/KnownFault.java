package io.github.chthosting.platform.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.FindingCode;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Faults of the CHT's own releases that hurt whoever hosts them, with the versions that have them.
 * From the issues of medic/cht-core and apache/couchdb and the CHT's page on upgrade trouble, as of
 * November 2026.
 */
public enum KnownFault implements FindingCode {
  /** CouchDB 3.5.2 with Nouveau: queries fail for good after heavy purging, as archiving does. */
  NOUVEAU_AFTER_PURGE(
      "5.2.0",
      "5.4.0",
      "after many purges, as archiving makes them, Nouveau's queries can fail for good with"
          + " \"Index updates applied in the wrong order\" (apache/couchdb#6118)",
      "do not archive until a release carries CouchDB 3.5.3; if it happened, rebuild the index"),
  /** The release could not be upgraded on volumes that one pod alone may mount. */
  VOLUME_ATTACHED_TWICE(
      "5.0.0",
      "5.0.1",
      "on Kubernetes with EBS its pods wait for a volume that is attached twice (cht-core#10481)",
      "take 5.0.1 or later"),
  /** Users of many documents cannot sync. */
  LARGE_USERS_CANNOT_SYNC(
      List.of(new Affected("5.0.0", "5.0.3"), new Affected("5.1.0", "5.1.1")),
      "get-ids fails for users of more than 150,000 documents (cht-core#10792)",
      "upgrade to 5.0.3, 5.1.1 or later"),
  /** Some documents never reach their users. */
  DOCUMENTS_NOT_REPLICATED(
      "5.0.0",
      "5.1.2",
      "some documents are not replicated to the users who may see them (cht-core#10912)",
      "upgrade to 5.1.2 or later"),
  /** Long strings stop Nouveau. */
  LONG_STRINGS_STOP_NOUVEAU(
      "5.0.0",
      "5.1.3",
      "a string of more than 1,000 characters stops Nouveau's indexing (cht-core#11128)",
      "upgrade to 5.1.3 or later, which rebuilds the index"),
  /** Nouveau is given 30 s for an answer. */
  NOUVEAU_TIMES_OUT(
      "5.0.0",
      "5.2.0",
      "Nouveau's requests end after 30 s, also while it indexes (cht-core#11153)",
      "set [nouveau] request_timeout to 3600000, as 5.2 does"),
  /** A restart of the container can damage the list of administrators. */
  ADMINISTRATORS_LOST_ON_RESTART(
      "4.0.0",
      "5.2.0",
      "a restart of CouchDB's container can double or drop an administrator (cht-core#8816)",
      "change passwords by this library, which compares the file afterwards"),
  /** The upgrade ends with a time-out of its own request. */
  UPGRADE_REQUEST_TIMES_OUT(
      "4.18.0",
      "4.21.2",
      "an upgrade from it can end with UND_ERR_HEADERS_TIMEOUT after 5 minutes (cht-core#10296)",
      "wait until CouchDB has no active task, then start the same upgrade again"),
  /** An upgrade stands still after indexing. */
  UPGRADE_STUCK_AFTER_INDEXING(
      "4.0.0",
      "4.2.3",
      "an upgrade from it can stand still after indexing (cht-core#9617)",
      "restart api and retry until it can be completed"),
  /** A restart of CouchDB takes the whole instance down. */
  RESTART_TAKES_ALL_DOWN(
      "4.0.1",
      "4.9.1",
      "on Docker a restart of CouchDB takes all services down with it (cht-core#9284)",
      "restart all services"),
  /** Indexing of very large databases crashes CouchDB. */
  UPGRADE_CRASHES_LARGE_DATABASES(
      "4.0.0",
      "4.4.0",
      "with more than 30 million documents an upgrade can crash CouchDB (cht-core#9286)",
      "warm the indexes one by one, restart all, and retry instead of cancelling");

  private static final Set<KnownFault> UPGRADES =
      Collections.unmodifiableSet(
          EnumSet.of(
              UPGRADE_REQUEST_TIMES_OUT,
              UPGRADE_STUCK_AFTER_INDEXING,
              UPGRADE_CRASHES_LARGE_DATABASES));

  /** The versions from the first that has the fault up to the one that mended it. */
  private record Affected(ChtVersion first, ChtVersion fixed) {
    Affected(String first, String fixed) {
      this(ChtVersion.of(first), ChtVersion.of(fixed));
    }

    boolean holds(ChtVersion version) {
      return version.compareTo(first) >= 0 && version.compareTo(fixed) < 0;
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Affected> affected;

  private final String detail;
  private final String nextStep;

  KnownFault(String first, String fixed, String detail, String nextStep) {
    this(List.of(new Affected(first, fixed)), detail, nextStep);
  }

  KnownFault(List<Affected> affected, String detail, String nextStep) {
    this.affected = affected;
    this.detail = detail;
    this.nextStep = nextStep;
  }

  /** Returns whether this version has the fault; not for branches, which have no number. */
  public boolean affects(ChtVersion version) {
    return version.isNumbered() && affected.stream().anyMatch(each -> each.holds(version));
  }

  /** Returns a warning for each fault that whoever runs this version meets. */
  public static List<Finding> of(ChtVersion version) {
    return of(version, Arrays.stream(values()).filter(fault -> !UPGRADES.contains(fault)));
  }

  /** Returns a warning for each fault that an upgrade from this version meets. */
  public static List<Finding> ofUpgradesFrom(ChtVersion version) {
    return of(version, UPGRADES.stream());
  }

  private static List<Finding> of(ChtVersion version, Stream<KnownFault> faults) {
    return faults
        .filter(fault -> fault.affects(version))
        .map(fault -> Finding.warning(fault, "CHT " + version, fault.detail, fault.nextStep))
        .toList();
  }

  @Override
  public String code() {
    return FindingCode.of("release", this);
  }
}
