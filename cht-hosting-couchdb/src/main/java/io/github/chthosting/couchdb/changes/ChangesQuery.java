package io.github.chthosting.couchdb.changes;

import io.github.chthosting.CheckReturnValue;
import io.github.chthosting.couchdb.internal.Parameters;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.changes.ChangesReader;
import io.github.chthosting.http.Call;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A selection of changes to read, and how to read them. Immutable: every method returns a changed
 * copy.
 *
 * <pre>{@code
 * ChangesQuery.continuous().since(saved).includeDocuments()
 * }</pre>
 */
@CheckReturnValue
public final class ChangesQuery {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String feed;
  private final Parameters parameters;
  private final Optional<ObjectNode> body;
  private final Duration giveUpAfter;

  private ChangesQuery(
      String feed, Parameters parameters, Optional<ObjectNode> body, Duration giveUpAfter) {
    this.feed = feed;
    this.parameters = parameters;
    this.body = body;
    this.giveUpAfter = giveUpAfter;
  }

  private static ChangesQuery of(String feed) {
    return new ChangesQuery(feed, Parameters.NONE, Optional.empty(), PATIENCE);
  }

  /** The changes until now. */
  public static ChangesQuery normal() {
    return of("normal");
  }

  /** The changes until now or, if there are none, waits for the next. Heartbeat 10 s. */
  public static ChangesQuery longpoll() {
    return of("longpoll").heartbeat(HEARTBEAT);
  }

  /** The changes until now and all that follow, until it is closed. Heartbeat 10 s. */
  public static ChangesQuery continuous() {
    return of("continuous").heartbeat(HEARTBEAT);
  }

  /**
   * Returns a query for what follows this sequence; {@code "now"} for what follows the opening.
   * Default: from the beginning.
   */
  public ChangesQuery since(String sequence) {
    return with("since", sequence);
  }

  /** Returns a query for at most so many changes. */
  public ChangesQuery limit(long changes) {
    if (changes < 1) {
      throw new IllegalArgumentException("a limit must be at least 1, not " + changes);
    }
    return with("limit", changes);
  }

  /** Returns a query for the newest first. Such a feed cannot be resumed: a cut is thrown. */
  public ChangesQuery descending() {
    return with("descending", true);
  }

  /**
   * Returns a query with all leaf revisions, conflicts and deletions included, instead of the
   * winner only.
   */
  public ChangesQuery allLeaves() {
    return with("style", "all_docs");
  }

  /** Returns a query with the winning revisions' documents. */
  public ChangesQuery includeDocuments() {
    return with("include_docs", true);
  }

  /** Returns a query with conflicts in the documents. */
  public ChangesQuery conflicts() {
    return with("conflicts", true);
  }

  /** Returns a query with attachments in the documents, in Base64. */
  public ChangesQuery attachments() {
    return with("attachments", true);
  }

  /**
   * A sequence with every so many changes only, which spares CouchDB much work: 1.5 to 2.7 times as
   * fast with 1,000.
   */
  public ChangesQuery sequenceInterval(int changes) {
    return with("seq_interval", changes);
  }

  /** The function {@code design/filter}; its parameters by {@link #parameter}. */
  public ChangesQuery filter(String designAndFilter) {
    return with("filter", designAndFilter);
  }

  /** Changes of documents for which the view {@code design/view} emits something. */
  public ChangesQuery view(String designAndView) {
    return with("filter", "_view").with("view", designAndView);
  }

  /** Changes of these documents. */
  public ChangesQuery documents(Collection<String> ids) {
    ObjectNode ids0 = JsonNodeFactory.instance.objectNode();
    ids.forEach(ids0.putArray("doc_ids")::add);
    return with("filter", "_doc_ids").with(ids0);
  }

  /** Changes of documents that match a Mango selector. */
  public ChangesQuery selector(JsonNode selector) {
    ObjectNode body0 = JsonNodeFactory.instance.objectNode();
    body0.set("selector", selector);
    return with("filter", "_selector").with(body0);
  }

  /** Changes of design documents. */
  public ChangesQuery designDocuments() {
    return with("filter", "_design");
  }

  /** Sets how often CouchDB sends a sign of life while nothing changes; instead of a timeout. */
  public ChangesQuery heartbeat(Duration interval) {
    return without("timeout").with("heartbeat", requirePositive(interval).toMillis());
  }

  /** Sets how long CouchDB waits for a change before it ends the feed; instead of a heartbeat. */
  public ChangesQuery timeout(Duration limit) {
    return without("heartbeat").with("timeout", requirePositive(limit).toMillis());
  }

  /**
   * Sets how long to go on trying after a cut without a single further change, before it is thrown.
   * Default 5 minutes.
   */
  public ChangesQuery giveUpAfter(Duration limit) {
    return new ChangesQuery(feed, parameters, body, limit);
  }

  /** A parameter without a method of its own, such as one of a filter function. */
  public ChangesQuery parameter(String name, String value) {
    return with(name, value);
  }

  Optional<String> parameter(String name) {
    return parameters.text(name);
  }

  boolean isDescending() {
    return parameters.values().containsKey("descending");
  }

  boolean isContinuous() {
    return feed.equals("continuous");
  }

  /**
   * The kind of feed asked for. With a heartbeat, CouchDB ends a continuous feed only when it goes
   * down, so the reader keeps following it.
   */
  ChangesReader.Kind kind() {
    if (!isContinuous()) {
      return ChangesReader.Kind.WAITING;
    }
    return parameter("timeout").isPresent() ? ChangesReader.Kind.LINES : ChangesReader.Kind.ENDLESS;
  }

  /**
   * Returns the request for the rest of the feed.
   *
   * @param since where to begin, unless it is descending
   * @param limit rows that are wanted still, {@link Long#MAX_VALUE} for all
   */
  Call call(Wire wire, String database, String since, long limit) {
    List<String> path = List.of(database, "_changes");
    Call call = body.map(json -> wire.post(path, json).asRepeatable()).orElse(Call.of("GET", path));
    Call whole = parameters.without("since").without("limit").addTo(call.query("feed", feed));
    Call begun = isDescending() ? whole : whole.query("since", since);
    Call limited = limit == Long.MAX_VALUE ? begun : begun.query("limit", limit);
    return silence().map(limited::timeLimit).orElse(limited);
  }

  /** Returns how long nothing may come: three times what CouchDB promises, or a minute. */
  private Optional<Duration> silence() {
    return parameter("heartbeat")
        .or(() -> parameter("timeout"))
        .map(millis -> Duration.ofMillis(3 * Long.parseLong(millis)))
        .map(patient -> patient.compareTo(SHORTEST_SILENCE) > 0 ? patient : SHORTEST_SILENCE);
  }

  Duration giveUpAfter() {
    return giveUpAfter;
  }

  private static Duration requirePositive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("must be positive: " + duration);
    }
    return duration;
  }

  private ChangesQuery with(String name, Object value) {
    return new ChangesQuery(feed, parameters.with(name, value), body, giveUpAfter);
  }

  private ChangesQuery without(String name) {
    return new ChangesQuery(feed, parameters.without(name), body, giveUpAfter);
  }

  private ChangesQuery with(ObjectNode newBody) {
    return new ChangesQuery(feed, parameters, Optional.of(newBody), giveUpAfter);
  }
}
