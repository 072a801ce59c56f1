package io.github.chthosting.couchdb.migration;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.ReadOptions;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The design documents of a CHT release, by database. They come from the CHT's builds server, or,
 * without a network, from a folder with the same files ({@code medic.json}, {@code sentinel.json},
 * {@code logs.json}, {@code users-meta.json}, {@code users.json}, each {@code {"docs":[…]}}).
 *
 * @param version of the release
 * @param databases design documents by the name of their database
 */
public record ReleaseDesigns(String version, SortedMap<String, List<ObjectNode>> databases) {
  private static final Pattern FILE = Pattern.compile("(?:ddocs/)?([a-z-]+)\\.json");
  private static final String MEDIC = "medic";

  public ReleaseDesigns {
    databases = Collections.unmodifiableSortedMap(new TreeMap<>(databases));
  }

  /**
   * Reads a release from a builds server.
   *
   * @param builds the server, such as {@code https://staging.dev.medicmobile.org/_couch}
   * @param database its database, such as {@code builds_4}
   * @param version such as {@code 4.21.0}
   * @throws HostingException if it has no such release
   */
  public static ReleaseDesigns of(CouchDb builds, String database, String version) {
    String id = "medic:medic:" + version;
    try {
      JsonNode build = builds.database(database).get(id, ReadOptions.none().attachments()).json();
      SortedMap<String, List<ObjectNode>> found = new TreeMap<>();
      for (Map.Entry<String, JsonNode> file : build.path("_attachments").properties()) {
        if (file.getKey().startsWith("ddocs/")) {
          add(
              found,
              file.getKey(),
              Json.mapper().readTree(file.getValue().path("data").binaryValue()));
        }
      }
      return required(version, id, found);
    } catch (NotFoundException e) {
      throw failed("there is no release " + version + " in " + database, e);
    } catch (JacksonException e) {
      throw failed("the release " + version + " holds no JSON: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a release from a folder.
   *
   * @throws HostingException if there is none
   */
  public static ReleaseDesigns in(Path folder, String version) {
    SortedMap<String, List<ObjectNode>> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (FILE.matcher(name).matches()) {
          add(found, name, Json.mapper().readTree(Files.readAllBytes(file)));
        }
      }
      return required(version, folder.toString(), found);
    } catch (JacksonException | IOException e) {
      throw failed("cannot read the design documents in " + folder + ": " + e, e);
    }
  }

  private static ReleaseDesigns required(
      String version, String where, SortedMap<String, List<ObjectNode>> found) {
    if (!found.containsKey(MEDIC)) {
      throw failed(where + " holds no design documents of a CHT's medic", null);
    }
    return new ReleaseDesigns(version, found);
  }

  private static HostingException failed(String message, @Nullable Exception cause) {
    return new HostingException(
        "reading a release", message + ". Nothing was changed.", false, cause);
  }

  private static void add(
      SortedMap<String, List<ObjectNode>> found, String file, JsonNode content) {
    Matcher matcher = FILE.matcher(file);
    if (!matcher.matches()) {
      return;
    }
    List<ObjectNode> designs = new ArrayList<>();
    for (JsonNode document : content.path("docs")) {
      if (document instanceof ObjectNode design
          && design.path("_id").asString("").startsWith("_design/")) {
        designs.add(design);
      }
    }
    if (!designs.isEmpty()) {
      found.put(database(matcher.group(1)), designs);
    }
  }

  /** Returns the database of a file, as cht-core's databases.js has it. */
  private static String database(String file) {
    return switch (file) {
      case MEDIC -> MEDIC;
      case "users" -> "_users";
      default -> MEDIC + "-" + file;
    };
  }
}
