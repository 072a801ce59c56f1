package io.github.chthosting.couchdb.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.RawReply;
import io.github.chthosting.couchdb.Security;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.couchdb.shards.ShardMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The server and its databases. */
public abstract class DatabaseCases extends Cases {
  protected DatabaseCases(CouchDb couch) {
    super(couch);
  }

  @Test
  void saysWhatItIs() {
    assertThat(couch.info().version()).isGreaterThanOrEqualTo(CouchDbVersion.of(2, 3));
    assertThat(couch.info().versionText()).startsWith(couch.info().version().toString());
    assertThat(couch.isUp()).isTrue();
  }

  @Test
  void createsAndDeletes() {
    Database database = couch.database("client-it-" + UUID.randomUUID());
    assertThat(database.exists()).isFalse();
    assertThat(database.createIfAbsent(DatabaseOptions.defaults().q(3).n(1))).isTrue();
    assertThat(database.createIfAbsent(DatabaseOptions.defaults())).isFalse();
    assertThatThrownBy(database::create)
        .isInstanceOfSatisfying(
            CouchDbException.class, e -> assertThat(e.error()).isEqualTo("file_exists"));
    assertThat(couch.databases()).contains(database.name());

    DatabaseInfo info = database.info();
    assertThat(info.name()).isEqualTo(database.name());
    assertThat(info.cluster().orElseThrow().q()).isEqualTo(3);
    assertThat(info.documents()).isZero();

    database.delete();
    assertThat(database.exists()).isFalse();
    assertThatThrownBy(database::info).isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a/b", "+", "()$_-", "/_users"})
  void anyNameIsRightOnTheWire(String end) {
    Database database = couch.database("client-it-" + UUID.randomUUID() + end);
    database.create(DatabaseOptions.defaults().q(1).n(1));
    try {
      assertThat(database.info().name()).isEqualTo(database.name());
      assertThat(ShardMap.of(database).q()).isEqualTo(1);
    } finally {
      database.delete();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A", "1a", "_x", "a b", "a%", "ä", "😀", "a.b", "-a", "..", "a?", "a\n"})
  void illegalNamesAreNotSent(String name) {
    assertThatThrownBy(() -> couch.database(name))
        .isInstanceOf(IllegalNameException.class)
        .hasMessageContaining("Nothing was sent.");
  }

  @Test
  void namesThatAreTooLongAreNotSent() {
    assertThat(couch.database("a".repeat(238)).name()).hasSize(238);
    assertThatThrownBy(() -> couch.database("a".repeat(239)))
        .isInstanceOf(IllegalNameException.class);
  }

  @Test
  void countsAndSizes() {
    Database database = fresh();
    fill(database, 0, 10);
    database.delete("d00003", database.rev("d00003").orElseThrow());

    DatabaseInfo info = database.info();
    assertThat(info.documents()).isEqualTo(9);
    assertThat(info.deleted()).isEqualTo(1);
    assertThat(info.sizes().file()).isPositive();
    assertThat(info.updateSequence()).isNotEmpty();
  }

  @Test
  void readsInfosInBatches() {
    Database one = fresh();
    Database other = fresh();
    List<String> names = new ArrayList<>(List.of(one.name()));
    for (int i = 0; i < 150; i++) {
      names.add("client-it-none-" + i);
    }
    names.add(other.name());

    Map<String, ?> infos = couch.databaseInfos(names);

    assertThat(infos.keySet()).containsExactlyElementsOf(names);
    assertThat(couch.databaseInfos(names).values().stream().filter(info -> info.isPresent()))
        .hasSize(2);
  }

  @Test
  void keepsWhatItDoesNotKnowOfSecurity() {
    Database database = fresh();
    database.request("PUT", "_security").body(json("{'cloudant':{'x':['_reader']}}")).json();

    Security.Group doctors = new Security.Group(List.of("ann"), List.of("doctor"));
    database.putSecurity(database.security().members(doctors));

    Security security = database.security();
    assertThat(security.members()).isEqualTo(doctors);
    assertThat(security.admins()).isEqualTo(Security.Group.empty());
    assertThat(security.toJson().path("cloudant").path("x").path(0).asString(""))
        .isEqualTo("_reader");
  }

  @Test
  void rawRequestsGiveAnyStatus() {
    try (RawReply reply = couch.request("GET", "client-it-none").send()) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(new String(reply.bytes(1000), java.nio.charset.StandardCharsets.UTF_8))
          .contains("not_found");
    }
    assertThatThrownBy(() -> couch.request("GET", "client-it-none").json())
        .isInstanceOf(NotFoundException.class);
    ObjectNode up = couch.request("GET", "_up").json(ObjectNode.class);
    assertThat(up.path("status").asString("")).isEqualTo("ok");
  }
}
