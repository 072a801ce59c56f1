package io.github.chthosting.couchdb.server;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.FindingCode;
import java.util.Map;

/**
 * Faults of CouchDB itself that this library names where they may strike, and does not walk into.
 * From the issues of apache/couchdb, as of November 2026.
 */
public enum CouchDbFault implements FindingCode {
  /** CouchDB 3.5.2 with Nouveau: after purges, queries of an index can fail for good. */
  NOUVEAU_AFTER_PURGE(
      "CouchDB 3.5.2 can lose the order of a Nouveau index after purges, and then every query of it"
          + " fails for good (apache/couchdb#6118)",
      "do not purge, or archive, until CouchDB is 3.5.3 or later"),
  /** A node in maintenance mode may never hear of purges: what was purged comes back with it. */
  PURGES_MISSED(
      "a node in maintenance mode may never hear of a purge, and what was purged comes back with it"
          + " (apache/couchdb#4844)",
      "do not purge, or archive, before its maintenance has ended");

  private static final CouchDbVersion BROKEN = new CouchDbVersion(3, 5, 2);

  private final String detail;
  private final String nextStep;

  CouchDbFault(String detail, String nextStep) {
    this.detail = detail;
    this.nextStep = nextStep;
  }

  @Override
  public String code() {
    return FindingCode.of("couchdb", this);
  }

  /** Returns what is wrong in a sentence, and where that was reported. */
  public String detail() {
    return detail;
  }

  /** Returns a warning that the fault may strike there. */
  public Finding warning(String subject) {
    return Finding.warning(this, subject, detail, nextStep);
  }

  /** Returns an error: what was asked for would meet the fault, for the reason that is named. */
  public Finding error(String subject, String reason, String whatToDo) {
    return Finding.error(this, subject, reason + ": " + detail, whatToDo);
  }

  /** Returns whether purges break the Nouveau indexes of a server. */
  public static boolean breaksNouveau(ServerInfo server) {
    return server.version().equals(BROKEN) && server.features().contains("nouveau");
  }

  /** Returns whether purges break the Nouveau indexes of a node with this configuration. */
  public static boolean breaksNouveau(
      String version, Map<String, Map<String, String>> configuration) {
    return CouchDbVersion.isVersion(version)
        && CouchDbVersion.parse(version).equals(BROKEN)
        && configuration
            .getOrDefault("nouveau", Map.of())
            .getOrDefault("enable", "")
            .equals("true");
  }
}
