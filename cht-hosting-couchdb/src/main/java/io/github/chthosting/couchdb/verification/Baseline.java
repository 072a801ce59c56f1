package io.github.chthosting.couchdb.verification;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.http.Json;
import io.github.chthosting.operation.Operations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contents of a server at one moment, a few kilobytes a database: taken before its files are
 * moved or it is switched off, and compared afterwards by {@link Verification#since}.
 *
 * @param taken when
 * @param server the server's uuid
 * @param databases by name
 */
public record Baseline(Instant taken, String server, List<Fingerprint> databases) {
  private static final int FORMAT = 1;

  public Baseline {
    databases = List.copyOf(databases);
  }

  /**
   * Takes it, by one pass over {@code _changes} of each database. Stop all writers first.
   *
   * @param chosen which databases
   */
  public static Operation<Baseline> take(CouchDb couch, Predicate<String> chosen) {
    return Operations.start(
        "baseline",
        context -> {
          List<Fingerprint> databases = new ArrayList<>();
          for (String name : couch.databases()) {
            if (chosen.test(name)) {
              databases.add(Fingerprint.of(couch.database(name), context));
            }
          }
          return new Baseline(Instant.now(), couch.info().uuid(), databases);
        });
  }

  /** Returns the baseline as JSON. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT).put("taken", taken.toString()).put("server", server);
    ArrayNode all = json.putArray("databases");
    databases.forEach(database -> all.add(database.json()));
    return json;
  }

  /** Writes it to a file that must not be there. */
  public void write(Path file) {
    try {
      byte[] text = json().toPrettyString().getBytes(StandardCharsets.UTF_8);
      DurableFile.create(file, text, Permissions.READABLE);
    } catch (IOException e) {
      throw failed("writing the baseline " + file, e);
    }
  }

  /**
   * Reads one that {@link #write} wrote.
   *
   * @throws HostingException if it is none
   */
  public static Baseline read(Path file) {
    String operation = "reading the baseline " + file;
    try {
      JsonNode json = Json.mapper().readTree(Files.readAllBytes(file));
      if (json.path("format").asInt(0) != FORMAT) {
        throw new HostingException(
            operation, operation + ": no baseline of format " + FORMAT, false, null);
      }
      List<Fingerprint> databases = new ArrayList<>();
      json.path("databases").forEach(one -> databases.add(Fingerprint.of(one)));
      return new Baseline(
          Instant.parse(json.path("taken").asString("")),
          json.path("server").asString(""),
          databases);
    } catch (IOException | JacksonException | IllegalArgumentException | DateTimeException e) {
      throw failed(operation, e);
    }
  }

  private static HostingException failed(String operation, Exception e) {
    return new HostingException(
        operation,
        operation + " failed: " + e.getClass().getSimpleName() + " " + e.getMessage(),
        false,
        e);
  }
}
