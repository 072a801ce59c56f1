package io.github.chthosting.compose.internal.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.Layout;
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

/**
 * What a copy is of: kept within it as {@code manifest.json}.
 *
 * @param layout of the installation, as arguments of a step
 * @param data the data folders
 * @param nodes the names of CouchDB's nodes that its maps speak of; none if they could not be asked
 * @param hashes of the beginnings of its files, by absolute path
 */
record FileManifest(
    Map<String, String> layout, List<Path> data, List<String> nodes, Map<String, Prefix> hashes) {
  static final String NAME = "manifest.json";

  FileManifest {
    layout = Map.copyOf(layout);
    data = List.copyOf(data);
    nodes = List.copyOf(nodes);
    hashes = Collections.unmodifiableMap(new TreeMap<>(hashes));
  }

  /** Of an installation, nothing read yet. */
  static FileManifest of(FileSources sources, List<String> nodes) {
    return new FileManifest(sources.layout().arguments(), sources.data(), nodes, Map.of());
  }

  FileManifest and(Map<String, Prefix> more) {
    Map<String, Prefix> all = new TreeMap<>(hashes);
    all.putAll(more);
    return new FileManifest(layout, data, nodes, all);
  }

  Layout where() {
    return Layout.of(layout);
  }

  void write(Path folder) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("format", 1);
    ObjectNode place = json.putObject("layout");
    layout.forEach(place::put);
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

  static FileManifest read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      JsonNode json = Json.mapper().readTree(Files.readString(file));
      Map<String, String> layout = new TreeMap<>();
      json.path("layout").properties().forEach(e -> layout.put(e.getKey(), e.getValue().asText()));
      List<Path> data = new ArrayList<>();
      json.path("data").forEach(each -> data.add(Path.of(each.asText())));
      List<String> nodes = new ArrayList<>();
      json.path("nodes").forEach(each -> nodes.add(each.asText()));
      Map<String, Prefix> hashes = new TreeMap<>();
      json.path("hashes").properties().forEach(e -> hashes.put(e.getKey(), prefix(e.getValue())));
      return new FileManifest(layout, data, nodes, hashes);
    } catch (IOException | RuntimeException e) {
      throw new HostingException(
          "read " + file, file + " is no manifest of a copy: " + e, false, e);
    }
  }

  private static Prefix prefix(JsonNode json) {
    return new Prefix(json.path("size").asLong(), json.path("sha256").asText());
  }
}
