package io.github.chthosting.couchdb;

import io.github.chthosting.CheckReturnValue;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Mango query. Immutable: every method returns a changed copy. Without a limit CouchDB gives 25
 * documents.
 */
@CheckReturnValue
public final class FindQuery {
  private final ObjectNode json;

  private FindQuery(ObjectNode json) {
    this.json = json;
  }

  /** Returns a query for documents that match {@code selector}. */
  public static FindQuery of(JsonNode selector) {
    return new FindQuery(JsonNodeFactory.instance.objectNode()).with("selector", selector);
  }

  /** Returns a query for only these members of the documents. */
  public FindQuery fields(String... names) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List.of(names).forEach(array::add);
    return with("fields", array);
  }

  /** Sorts by these members, upwards; an index must cover them. */
  public FindQuery sort(String... names) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List.of(names).forEach(array::add);
    return with("sort", array);
  }

  /** Sorts as the JSON says, such as {@code [{"date":"desc"}]}. */
  public FindQuery sort(ArrayNode order) {
    return with("sort", order);
  }

  /** Returns a query for at most so many documents; 25 if not said. */
  public FindQuery limit(int documents) {
    return with("limit", JsonNodeFactory.instance.numberNode(documents));
  }

  /** Returns a query without the first documents. */
  public FindQuery skip(int documents) {
    return with("skip", JsonNodeFactory.instance.numberNode(documents));
  }

  /** Returns a query for what follows an earlier answer, by its bookmark. */
  public FindQuery bookmark(String bookmark) {
    return with("bookmark", JsonNodeFactory.instance.stringNode(bookmark));
  }

  /** Returns a query by this index: {@code design} or {@code design}, {@code name}. */
  public FindQuery index(String... designAndName) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List.of(designAndName).forEach(array::add);
    return with("use_index", array);
  }

  /** Returns a query with {@code execution_stats} behind the documents. */
  public FindQuery statistics() {
    return with("execution_stats", JsonNodeFactory.instance.booleanNode(true));
  }

  /** A member without a method of its own. */
  public FindQuery with(String name, JsonNode value) {
    ObjectNode copy = json.deepCopy();
    copy.set(name, value);
    return new FindQuery(copy);
  }

  /** Returns the body that CouchDB gets; a copy. */
  public ObjectNode toJson() {
    return json.deepCopy();
  }

  int limit() {
    return json.path("limit").asInt(25);
  }
}
