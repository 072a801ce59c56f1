package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.verification.CopyCounts;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.http.Json;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contents of an instance's databases when they were last looked at: kept in {@code
 * .cht-hosting/databases.json} of its folder, so that a start on a wrong or empty data folder is
 * noticed before the CHT writes to it.
 *
 * @param recorded when
 * @param documents documents and deleted ones that are still remembered, by database: of the
 *     fullest copy of each range
 * @param uneven databases with copies that have fewer or could not be read, as they were when they
 *     were looked at; not recorded
 */
public record ExpectedDatabases(
    Instant recorded, Map<String, Long> documents, List<String> uneven) {
  /** Part of the earlier documents below which databases are taken for others. */
  private static final double ENOUGH = 0.9;

  /** The few that a new database has by itself say nothing. */
  private static final long FEW = 100;

  public ExpectedDatabases {
    documents = Collections.unmodifiableMap(new TreeMap<>(documents));
    uneven = List.copyOf(uneven);
  }

  /** Databases whose copies all have as much. */
  public ExpectedDatabases(Instant recorded, Map<String, Long> documents) {
    this(recorded, documents, List.of());
  }

  private static Path file(Layout layout) {
    return layout.ownFolder().resolve("databases.json");
  }

  /**
   * Returns what was recorded of an installation; empty if nothing was.
   *
   * @throws HostingException if the record cannot be read
   */
  public static Optional<ExpectedDatabases> read(Layout layout) {
    Path file = file(layout);
    try {
      ObjectNode json = (ObjectNode) Json.mapper().readTree(Files.readString(file));
      Map<String, Long> documents = new TreeMap<>();
      json.path("documents")
          .properties()
          .forEach(each -> documents.put(each.getKey(), each.getValue().asLong(0)));
      return Optional.of(
          new ExpectedDatabases(Instant.parse(json.path("recorded").asString("")), documents));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw new HostingException(
          "read " + file,
          file + " cannot be read: " + e + ". Restore it, or remove it to start a new record",
          false,
          e);
    }
  }

  /** Returns what {@code look} sees of CouchDB, once that answers. */
  public static <T> T await(
      Instance instance,
      Duration patience,
      WorkContext context,
      String operation,
      Function<CouchDb, T> look) {
    AtomicReference<Optional<T>> seen = new AtomicReference<>(Optional.empty());
    AtomicReference<String> last = new AtomicReference<>("");
    Waiting.until(
        () -> {
          try (CouchDb couch = instance.couchDb()) {
            seen.set(Optional.of(look.apply(couch)));
            return true;
          } catch (AccessDeniedException e) {
            throw e;
          } catch (HostingException e) {
            last.set(String.valueOf(e.getMessage()));
            return false;
          }
        },
        patience,
        context,
        operation,
        () -> "CouchDB does not answer: " + last.get());
    return Objects.requireNonNull(seen.get()).orElseThrow();
  }

  /** Returns what the databases hold now. */
  public static ExpectedDatabases observe(CouchDb couch) {
    Map<String, Long> documents = new TreeMap<>();
    List<String> uneven = new ArrayList<>();
    CopyCounts.of(couch, couch.databases())
        .forEach(
            (name, counts) -> {
              documents.put(name, counts.most());
              if (!counts.isEven()) {
                uneven.add(
                    "%s has %d documents, and %d in its emptiest copies"
                        .formatted(name, counts.most(), counts.least()));
              }
            });
    return new ExpectedDatabases(Instant.now(), documents, uneven);
  }

  /** Records it, in the place of what was recorded before. */
  public void write(Layout layout) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("recorded", recorded.toString());
    ObjectNode all = json.putObject("documents");
    documents.forEach(all::put);
    Path file = file(layout);
    try {
      DurableFolder.create(layout.ownFolder(), Permissions.READABLE);
      WholeFile.write(
          file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new HostingException("write " + file, file + " cannot be written: " + e, false, e);
    }
  }

  /**
   * Returns what speaks against {@code seen} being the same databases, some time later; empty if
   * nothing does. A user's own meta database may go with its user.
   */
  public List<String> against(ExpectedDatabases seen) {
    List<String> reasons = new ArrayList<>();
    documents.forEach(
        (name, count) -> {
          Long now = seen.documents.get(name);
          if (now == null && !name.matches("medic-user-.*-meta")) {
            reasons.add(name + " is not there, and had " + count + " documents");
          } else if (now != null && count >= FEW && now < count * ENOUGH) {
            reasons.add(name + " has " + now + " documents, and had " + count);
          }
        });
    return reasons;
  }
}
