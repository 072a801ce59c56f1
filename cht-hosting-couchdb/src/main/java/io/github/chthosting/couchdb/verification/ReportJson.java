package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.couchdb.verification.DatabaseReport.Place;
import io.github.chthosting.couchdb.verification.RangeReport.Holding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A report as JSON, and back. */
final class ReportJson {
  private ReportJson() {}

  static ObjectNode write(VerificationReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("same", report.isSame());
    json.put("elapsedMillis", report.elapsed().toMillis());
    ArrayNode databases = json.putArray("databases");
    report.databases().forEach(database -> databases.add(database(database)));
    report.extra().forEach(json.putArray("extra")::add);
    return json;
  }

  private static ObjectNode database(DatabaseReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("source", report.source()).put("target", report.target());
    json.put("same", report.isSame()).put("contents", report.contents());
    json.put("kept", report.kept()).put("mismatchCount", report.mismatchCount());
    ArrayNode mismatches = json.putArray("mismatches");
    report
        .mismatches()
        .forEach(
            one -> mismatches.addObject().put("kind", one.kind().name()).put("what", one.what()));
    ArrayNode ranges = json.putArray("ranges");
    for (RangeReport range : report.ranges()) {
      ObjectNode one = ranges.addObject().put("range", range.range().toString());
      one.put("same", range.same());
      holding(one.putObject("source"), range.source());
      holding(one.putObject("target"), range.target());
    }
    json.putObject("place")
        .put("source", report.place().source())
        .put("target", report.place().target())
        .put("sourcePurges", report.place().sourcePurges())
        .put("targetPurges", report.place().targetPurges());
    return json;
  }

  private static void holding(ObjectNode json, Holding holding) {
    json.put("documents", holding.documents()).put("deleted", holding.deleted());
    json.put("leaves", holding.leaves());
  }

  static VerificationReport read(JsonNode json) {
    List<DatabaseReport> databases = new ArrayList<>();
    json.path("databases").forEach(one -> databases.add(readDatabase(one)));
    List<String> extra = new ArrayList<>();
    json.path("extra").forEach(name -> extra.add(name.asString("")));
    Duration elapsed = Duration.ofMillis(json.path("elapsedMillis").asLong(0));
    return new VerificationReport(databases, extra, elapsed);
  }

  private static DatabaseReport readDatabase(JsonNode json) {
    List<RangeReport> ranges = new ArrayList<>();
    for (JsonNode one : json.path("ranges")) {
      ranges.add(
          new RangeReport(
              ShardRange.parse(one.path("range").asString("")),
              readHolding(one.path("source")),
              readHolding(one.path("target")),
              one.path("same").asBoolean(false)));
    }
    List<Mismatch> mismatches = new ArrayList<>();
    for (JsonNode one : json.path("mismatches")) {
      Mismatch.Kind kind = Mismatch.Kind.valueOf(one.path("kind").asString(""));
      mismatches.add(new Mismatch(kind, one.path("what").asString("")));
    }
    JsonNode place = json.path("place");
    return new DatabaseReport(
        json.path("source").asString(""),
        json.path("target").asString(""),
        ranges,
        mismatches,
        json.path("mismatchCount").asLong(0),
        json.path("contents").asBoolean(false),
        json.path("kept").asBoolean(false),
        new Place(
            place.path("source").asString(""),
            place.path("target").asString(""),
            place.path("sourcePurges").asString(""),
            place.path("targetPurges").asString("")));
  }

  private static Holding readHolding(JsonNode json) {
    return new Holding(
        json.path("documents").asLong(0),
        json.path("deleted").asLong(0),
        json.path("leaves").asLong(0));
  }
}
