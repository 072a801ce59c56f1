package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.TimedOutException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.internal.instance.ExpectedDatabases;
import io.github.chthosting.couchdb.verification.CopyCounts;
import io.github.chthosting.http.Json;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The databases before, and after: none gone, none with fewer documents. */
public record Comparison(InstanceContainers containers, WorkContext context) {

  /** Follows the name of a database that has several copies of each range. */
  private static final String EMPTIEST = " (its emptiest copies)";

  /**
   * Documents and deleted ones by database: of the fullest copies, and of the emptiest where there
   * are several, so that a copy which was lost is noticed. Waits until CouchDB answers.
   */
  public Map<String, Long> count(Duration patience) {
    return ExpectedDatabases.await(
        containers.instance(),
        patience,
        context,
        "count the databases of " + containers.layout().project(),
        couch -> counted(CopyCounts.of(couch, couch.databases())));
  }

  static Map<String, Long> counted(Map<String, CopyCounts> databases) {
    Map<String, Long> counted = new TreeMap<>();
    databases.forEach(
        (name, counts) -> {
          counted.put(name, counts.most());
          if (counts.copies() > 1) {
            counted.put(name + EMPTIEST, counts.least());
          }
        });
    return counted;
  }

  /** Waits until everything is there again: the nodes of a cluster find each other first. */
  public void await(Map<String, Long> before, Duration patience) {
    AtomicReference<List<String>> lost = new AtomicReference<>(List.of());
    try {
      Waiting.until(
          () -> {
            List<String> now = lost(before, count(patience));
            lost.set(now);
            return now.isEmpty();
          },
          patience.compareTo(Duration.ofMinutes(1)) < 0 ? patience : Duration.ofMinutes(1),
          context,
          "compare the databases of " + containers.layout().project(),
          () -> "");
    } catch (TimedOutException e) {
      List<String> reasons = java.util.Objects.requireNonNull(lost.get());
      throw reasons.isEmpty()
          ? e
          : new VerificationFailedException(
              e.operation(), e.operation() + ": " + String.join("; ", reasons) + ".", e);
    }
  }

  static List<String> lost(Map<String, Long> before, Map<String, Long> now) {
    List<String> lost = new ArrayList<>();
    new TreeMap<>(before)
        .forEach(
            (name, count) -> {
              Long there = found(now, name);
              if (there == null) {
                lost.add(name + " is not there, and had " + count + " documents");
              } else if (there < count) {
                lost.add(name + " has " + there + " documents, and had " + count);
              }
            });
    return lost;
  }

  /** The count under a name; with one copy of each range the fullest is the emptiest, too. */
  private static @Nullable Long found(Map<String, Long> now, String name) {
    Long there = now.get(name);
    return there == null && name.endsWith(EMPTIEST)
        ? now.get(name.substring(0, name.length() - EMPTIEST.length()))
        : there;
  }

  public static String text(Map<String, Long> counts) {
    ObjectNode json = Json.mapper().createObjectNode();
    new TreeMap<>(counts).forEach(json::put);
    return json.toString();
  }

  public static Map<String, Long> of(String text) {
    try {
      Map<String, Long> counts = new TreeMap<>();
      JsonNode json = Json.mapper().readTree(text.isEmpty() ? "{}" : text);
      json.properties().forEach(each -> counts.put(each.getKey(), each.getValue().asLong(0)));
      return counts;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no counts: " + text, e);
    }
  }
}
