package io.github.chthosting.couchdb.internal.design;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

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
    return DatabaseContents.designs(Wire.of(database), database.name()).stream()
        .map(Document::of)
        .toList();
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
