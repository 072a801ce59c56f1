package io.github.chthosting.couchdb.internal.design;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The design documents of a database and what they index. */
public final class Designs {
  private static final String DESIGN = "_design/";

  private Designs() {}

  /**
   * The indexes that a design document defines.
   *
   * @param views one of its views, by name, as all are one index; empty if it has none
   * @param nouveau names of its Nouveau indexes
   */
  public record Indexes(Optional<String> views, List<String> nouveau) {}

  /** All design documents, not deleted. */
  public static List<Document> of(Database database) {
    List<Document> designs = new ArrayList<>();
    Call call =
        Call.of("GET", database.name(), "_all_docs")
            .query("startkey", Wire.of(database).mapper().valueToTree(DESIGN))
            .query("endkey", Wire.of(database).mapper().valueToTree("_design0"))
            .query("include_docs", true);
    try (JsonRows rows = JsonRows.open(Wire.of(database), call, "rows")) {
      for (JsonNode row = rows.next(); row != null; row = rows.next()) {
        if (row.path("doc") instanceof ObjectNode doc) {
          designs.add(Document.of(doc));
        }
      }
    }
    return designs;
  }

  /** The names, without {@code _design/}, of those that have views. */
  public static List<String> withViews(Database database) {
    return of(database).stream()
        .filter(design -> design.json().path("views").size() > 0)
        .map(design -> design.id().substring(DESIGN.length()))
        .toList();
  }

  /** Returns what one of them indexes. */
  public static Indexes indexes(Database database, String design) {
    JsonNode json = database.get(DESIGN + design).json();
    List<String> views = new ArrayList<>();
    // "lib" holds code that views share.
    json.path("views")
        .properties()
        .forEach(
            view -> {
              if (view.getValue().has("map")) {
                views.add(view.getKey());
              }
            });
    List<String> nouveau = new ArrayList<>();
    json.path("nouveau").propertyNames().forEach(nouveau::add);
    return new Indexes(views.stream().findFirst(), nouveau);
  }
}
