package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A replication between two databases of an embedded server whose answers hold errors. */
abstract class RowErrorsCase {
  static final EmbeddedCouchDb SERVER = EmbeddedCouchDb.builder().start();

  static final String TIMEOUT = "\"error\":\"timeout\",\"reason\":\"The request took long.\"";

  Site site;
  Database source;
  Database target;

  @BeforeEach
  void create() {
    site = Site.embedded(SERVER);
    source = site.create("e-from");
    target = site.create("e-to");
  }

  @AfterEach
  void cleanUp() {
    site.close();
  }

  ClientReplication all() {
    return ClientReplication.builder(source, target).build();
  }

  ReplicationResult run() {
    return all().start().await(Duration.ofMinutes(2));
  }

  String edited(String id) {
    String first = source.put(Document.of(id));
    return source.put(Document.of(id).rev(first).set("edited", "yes"));
  }

  InjectedFault bulkGet(String id, String rev, String error) {
    String row =
        "{\"results\":[{\"id\":\"%s\",\"docs\":[{\"error\":{\"id\":\"%s\",\"rev\":\"%s\",%s}}]}]}";
    return SERVER.inject(
        Fault.on("POST", "/" + source.name() + "/_bulk_get")
            .status(200, row.formatted(id, id, rev, error)));
  }

  void assertCarried(String id) {
    assertThat(target.find(id)).isEqualTo(source.find(id));
    assertThat(target.find(id)).isPresent();
  }

  void assertNoCheckpoint() {
    assertThat(source.find("_local/" + all().checkpointId())).isEmpty();
  }

  void once(String error) {
    String rev = edited("a");
    String row =
        "{\"results\":[{\"id\":\"a\",\"docs\":[{\"error\":{\"id\":\"a\",\"rev\":\"%s\",%s}}]}]}";
    InjectedFault fault =
        SERVER.inject(
            Fault.on("POST", "/" + source.name() + "/_bulk_get")
                .status(200, row.formatted(rev, error))
                .times(1));
    ReplicationResult result = run();
    fault.clear();
    assertThat(fault.hits()).isEqualTo(1);
    assertThat(result.refusedCount()).isZero();
    assertCarried("a");
  }
}
