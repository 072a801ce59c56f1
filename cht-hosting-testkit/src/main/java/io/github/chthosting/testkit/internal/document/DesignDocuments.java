package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The checks that CouchDB makes of a design document before it takes it, as {@code couch_mrview}
 * has them. Functions are not checked to be JavaScript.
 */
final class DesignDocuments {
  private static final String ANY = "*";
  private static final int MOST_RANKS = 100;
  private static final Set<String> LANGUAGES = Set.of("javascript", "query");
  private static final Pattern RANK = Pattern.compile("_(?:top|bottom)_(.*)");
  private static final List<String> REDUCES =
      List.of("_sum", "_count", "_stats", "_approx_count_distinct", "_first", "_last");

  /** A member's name, {@link #ANY} for each, and the types of which it must have one. */
  private record Member(String name, List<String> types) {
    Member(String name, String type) {
      this(name, List.of(type));
    }
  }

  private final ObjectNode design;

  private DesignDocuments(ObjectNode design) {
    this.design = design;
  }

  /** Returns if it may be written; throws 400 {@code invalid_design_doc} if not. */
  static void check(ObjectNode design, DocumentStore store) {
    DesignDocuments checked = new DesignDocuments(design);
    checked.types();
    checked.maps();
    boolean partitioned = design.path("options").path("partitioned").asBoolean(false);
    if (partitioned && !store.info().path("props").path("partitioned").asBoolean(false)) {
      throw invalid("partitioned option cannot be true in a non-partitioned database.");
    }
    if (LANGUAGES.contains(design.path("language").asString("javascript"))) {
      checked.reduces();
    }
  }

  private void types() {
    String map = design.path("language").asString("").equals("query") ? "object" : "string";
    Member options = new Member("options", "object");
    Member views = new Member("views", "object");
    functions("filters");
    path(new Member("language", "string"));
    functions("lists");
    path(options);
    path(options, new Member("include_design", "boolean"));
    path(options, new Member("local_seq", "boolean"));
    path(options, new Member("partitioned", "boolean"));
    path(new Member("rewrites", List.of("string", "array")));
    functions("shows");
    functions("updates");
    path(new Member("validate_doc_update", "string"));
    path(views, new Member("lib", "object"));
    path(views, new Member(ANY, "object"), new Member("map", map));
    path(views, new Member(ANY, "object"), new Member("reduce", "string"));
  }

  private void functions(String group) {
    path(new Member(group, "object"), new Member(ANY, List.of("object", "string")));
  }

  private void path(Member... members) {
    path(design, List.of(members), "");
  }

  private static void path(@Nullable JsonNode parent, List<Member> members, String at) {
    if (parent == null || members.isEmpty()) {
      return;
    }
    Member first = members.get(0);
    List<Member> rest = members.subList(1, members.size());
    for (Map.Entry<String, JsonNode> entry : parent.properties()) {
      if (first.name().equals(ANY) || first.name().equals(entry.getKey())) {
        String place = at + entry.getKey();
        if (first.types().stream().noneMatch(type -> is(entry.getValue(), type))) {
          List<String> types = new ArrayList<>(first.types());
          Collections.reverse(types); // CouchDB names them in the reverse of how it tries them
          String type = String.join(" or ", types);
          throw invalid("`" + place + "` field must have " + type + " type");
        }
        path(entry.getValue(), rest, place + ".");
      }
    }
  }

  private static boolean is(JsonNode value, String type) {
    Predicate<JsonNode> test =
        switch (type) {
          case "object" -> JsonNode::isObject;
          case "array" -> JsonNode::isArray;
          case "boolean" -> JsonNode::isBoolean;
          default -> JsonNode::isString;
        };
    return test.test(value);
  }

  private void maps() {
    for (Map.Entry<String, JsonNode> view : design.path("views").properties()) {
      if (!view.getKey().equals("lib") && !view.getValue().has("map")) {
        throw invalid("View `" + view.getKey() + "` must contain map function");
      }
    }
  }

  private void reduces() {
    for (JsonNode view : design.path("views")) {
      String reduce = view.path("reduce").asString("");
      var rank = RANK.matcher(reduce);
      if (rank.matches()) {
        rank(rank.group(1));
      } else if (reduce.startsWith("_") && REDUCES.stream().noneMatch(reduce::startsWith)) {
        throw invalid("`" + reduce + "` is not a supported reduce function.");
      }
    }
  }

  private static void rank(String number) {
    if (!number.matches("[+-]?[0-9]{1,9}")) {
      throw invalid("invalid rank reducer");
    }
    int rank = Integer.parseInt(number);
    if (rank < 1 || rank > MOST_RANKS) {
      throw invalid("rank value must be between 1 and " + MOST_RANKS);
    }
  }

  private static ApiException invalid(String reason) {
    return new ApiException(400, "invalid_design_doc", reason);
  }
}
