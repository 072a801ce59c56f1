package io.github.chthosting.instance;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.http.Call;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The upgrade routes of a CHT from 4.0 on. The server works in the background: each call returns as
 * soon as it has begun. Thread-safe.
 */
public final class UpgradeApi {
  private static final String FEATURE = "the upgrade API";

  private final ChtRequests requests;

  UpgradeApi(ChtRequests requests) {
    this.requests = requests;
  }

  /** Returns what goes on now. */
  public UpgradeProgress progress() {
    requests.require(FEATURE, 4, 0);
    return UpgradeProgress.of(requests.get("api", "v2", "upgrade"));
  }

  /**
   * Returns whether an upgrade service of Docker answers, which {@link #upgrade} and {@link
   * #complete} need. False on Kubernetes, where Helm does that part. From 5.0.
   */
  public boolean canUpgrade() {
    requests.require("can-upgrade", 5, 0);
    return requests.get("api", "v2", "upgrade", "can-upgrade").path("ok").asBoolean(false);
  }

  /** Downloads and indexes a version beside the one that serves, and stops before the switch. */
  public void stage(ChtVersion version) {
    begin(version, "stage");
  }

  /** Stages a version and switches to it. */
  public void upgrade(ChtVersion version) {
    requests.require(FEATURE, 4, 0);
    requests.post(build(version), "api", "v2", "upgrade");
  }

  /**
   * Switches to the staged version. On Docker api's container is replaced meanwhile, so that the
   * connection may be cut although all goes well: ask {@link #progress} or the version then.
   */
  public void complete(ChtVersion version) {
    begin(version, "complete");
  }

  /** Ends what goes on, and removes what was staged. */
  public void abort() {
    requests.require(FEATURE, 4, 0);
    requests.json(Call.of("DELETE", "api", "v2", "upgrade"));
  }

  /**
   * Returns the design documents that a version would index anew, as the server answers: {@code
   * [{type, ddoc, db, size, indexing}]}. The server must reach its builds server. From 5.1.
   */
  public JsonNode compare(ChtVersion version) {
    requests.require("compare", 5, 1);
    return requests.post(build(version), "api", "v2", "upgrade", "compare");
  }

  private void begin(ChtVersion version, String step) {
    requests.require(FEATURE, 4, 0);
    requests.post(build(version), "api", "v2", "upgrade", step);
  }

  private static Map<String, Map<String, String>> build(ChtVersion version) {
    return Map.of(
        "build",
        Map.of("namespace", "medic", "application", "medic", "version", version.toString()));
  }
}
