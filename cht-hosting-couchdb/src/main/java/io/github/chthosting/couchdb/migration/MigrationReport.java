package io.github.chthosting.couchdb.migration;

import io.github.chthosting.couchdb.cluster.Membership;
import io.github.chthosting.couchdb.maintenance.FragmentationReport;
import io.github.chthosting.http.Json;
import io.github.chthosting.plan.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of a {@link MigrationCheck}.
 *
 * @param couchDb version of CouchDB
 * @param cht version of the CHT in {@code medic}; empty if there is none
 * @param membership who is in the cluster
 * @param files sizes of databases and indexes
 * @param findings what to know
 */
public record MigrationReport(
    String couchDb,
    Optional<String> cht,
    Membership membership,
    FragmentationReport files,
    List<Finding> findings) {
  public MigrationReport {
    findings = List.copyOf(findings);
  }

  /** Returns whether nothing speaks against going on. */
  public boolean isReady() {
    return Finding.worst(findings) != Finding.Severity.ERROR;
  }

  /** Returns all of it as JSON. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("couchdb", couchDb);
    cht.ifPresent(version -> json.put("cht", version));
    membership.members().forEach(json.putArray("members")::add);
    json.put("ready", isReady()).set("files", files.json());
    json.set("findings", Json.mapper().valueToTree(findings));
    return json;
  }

  @Override
  public String toString() {
    return "CouchDB %s, CHT %s, members %s%n%s%n%s"
        .formatted(
            couchDb,
            cht.orElse("not found"),
            membership.members(),
            findings.stream().map(Finding::toString).collect(Collectors.joining("\n")),
            isReady() ? "nothing prevents going on" : "fix the entries marked ERROR first");
  }
}
