package io.github.chthosting.compose.internal.files;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The description of a copy, kept within it as {@code manifest.json}.
 *
 * @param where the installation was
 * @param data the data folders
 * @param nodes the names of CouchDB's nodes that its maps speak of; none if they could not be asked
 * @param hashes of the beginnings of its files, by absolute path
 */
record FileManifest(Layout where, List<Path> data, List<String> nodes, Map<String, Prefix> hashes) {
  static final String NAME = "manifest.json";
  private static final int FORMAT = 2;

  FileManifest {
    data = List.copyOf(data);
    nodes = List.copyOf(nodes);
    hashes = Collections.unmodifiableMap(new TreeMap<>(hashes));
  }

  /** The manifest of an installation of which nothing is read yet. */
  static FileManifest of(FileSources sources, List<String> nodes) {
    return new FileManifest(sources.layout(), sources.data(), nodes, Map.of());
  }

  FileManifest and(Map<String, Prefix> more) {
    Map<String, Prefix> all = new TreeMap<>(hashes);
    all.putAll(more);
    return new FileManifest(where, data, nodes, all);
  }

  void write(Path folder) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("format", FORMAT);
    writePlace(json.putObject("layout"));
    ArrayNode folders = json.putArray("data");
    data.forEach(each -> folders.add(each.toString()));
    ArrayNode names = json.putArray("nodes");
    nodes.forEach(names::add);
    ObjectNode all = json.putObject("hashes");
    hashes.forEach(
        (path, prefix) ->
            all.putObject(path).put("size", prefix.size()).put("sha256", prefix.sha256()));
    WholeFile.write(folder.resolve(NAME), json + "\n");
  }

  private void writePlace(ObjectNode json) {
    json.put("project", where.project()).put("mode", where.mode().name());
    json.put("folder", where.folder().toString());
    json.put("environment", where.environment().toString());
    ArrayNode files = json.putArray("files");
    where.files().forEach(each -> files.add(each.toString()));
    json.put("upgradeProject", where.upgradeProject());
    json.put("upgradeFile", where.upgradeFile().toString());
  }

  private static Layout readPlace(JsonNode json) {
    List<Path> files = new ArrayList<>();
    json.path("files").forEach(each -> files.add(requirePlace(each)));
    return new Layout(
        json.path("project").asString(""),
        StartedBy.valueOf(json.path("mode").asString("")),
        requirePlace(json.path("folder")),
        requirePlace(json.path("environment")),
        files,
        json.path("upgradeProject").asString(""),
        Path.of(json.path("upgradeFile").asString("")));
  }

  private static Path requirePlace(JsonNode text) {
    return requirePlace(text.asString(""));
  }

  /** Anybody may have written it, and files are put where it says: never beside that. */
  private static Path requirePlace(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute() || path.getFileName() == null || !path.equals(path.normalize())) {
      throw new IllegalArgumentException("'" + text + "' is not a path that a copy can have");
    }
    return path;
  }

  /**
   * Reads it from the copy.
   *
   * @throws HostingException if it is none, or names a place that is not absolute or has {@code ..}
   */
  static FileManifest read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      JsonNode json = Json.mapper().readTree(Files.readString(file));
      if (json.path("format").asInt(0) != FORMAT) {
        throw new IllegalArgumentException("it was written by another version");
      }
      List<Path> data = new ArrayList<>();
      json.path("data").forEach(each -> data.add(requirePlace(each)));
      List<String> nodes = new ArrayList<>();
      json.path("nodes").forEach(each -> nodes.add(each.asString("")));
      Map<String, Prefix> hashes = new TreeMap<>();
      for (Map.Entry<String, JsonNode> each : json.path("hashes").properties()) {
        requirePlace(each.getKey());
        hashes.put(each.getKey(), prefix(each.getValue()));
      }
      return new FileManifest(readPlace(json.path("layout")), data, nodes, hashes);
    } catch (IOException | RuntimeException e) {
      throw new HostingException(
          "read " + file,
          file
              + " is not the manifest of a copy: "
              + e
              + ". Nothing was restored: use another copy",
          false,
          e);
    }
  }

  private static Prefix prefix(JsonNode json) {
    return new Prefix(json.path("size").asLong(0), json.path("sha256").asString(""));
  }
}
