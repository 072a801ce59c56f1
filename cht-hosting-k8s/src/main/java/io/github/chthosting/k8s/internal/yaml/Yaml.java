package io.github.chthosting.k8s.internal.yaml;

import io.github.chthosting.HostingException;
import io.github.chthosting.http.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * YAML as Helm and Kubernetes read it: without quotes {@code yes} is a truth value and {@code 010}
 * is eight, in keys too (see {@link PlainScalar}). Unlike them it refuses a key that stands twice,
 * of which they take the last.
 */
public final class Yaml {
  private static final int LARGEST = 64 << 20;
  private static final int DEEPEST = 500;
  private static final YAMLMapper WRITER =
      YAMLMapper.builder().disable(YAMLWriteFeature.WRITE_DOC_START_MARKER).build();

  private final String name;
  private final Set<Node> open = new HashSet<>();

  private Yaml(String name) {
    this.name = name;
  }

  /**
   * Reads every document that is not empty.
   *
   * @param name of the file, for messages
   * @throws HostingException if it is no YAML, or has a key twice; with the line
   */
  public static List<JsonNode> documents(String name, String text) {
    return new Yaml(name).read(text);
  }

  /**
   * Reads one document that is a map; empty text is an empty one.
   *
   * @throws HostingException as {@link #documents}, and if it is something else
   */
  public static ObjectNode map(String name, String text) {
    List<JsonNode> documents = documents(name, text);
    if (documents.isEmpty()) {
      return Json.mapper().createObjectNode();
    }
    if (documents.size() > 1 || !(documents.get(0) instanceof ObjectNode map)) {
      throw failed(name, Optional.empty(), "must be one map of keys and values", null);
    }
    return map;
  }

  /** Writes a tree, each text in quotes, so that no reader takes one for anything else. */
  public static String write(JsonNode tree) {
    return WRITER.writeValueAsString(tree);
  }

  private List<JsonNode> read(String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setCodePointLimit(LARGEST).build();
    List<JsonNode> documents = new ArrayList<>();
    try {
      Composer composer =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
      while (composer.hasNext()) {
        JsonNode tree = tree(composer.next(), 0);
        if (!tree.isNull()) {
          documents.add(tree);
        }
      }
    } catch (YamlEngineException e) {
      throw failed(name, Optional.empty(), "is no YAML: " + firstLines(e), e);
    }
    return documents;
  }

  private static String firstLines(YamlEngineException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .limit(2)
        .reduce((a, b) -> a + ", " + b.strip())
        .orElse("");
  }

  private JsonNode tree(Node node, int depth) {
    if (depth > DEEPEST || !open.add(node)) {
      throw failed(name, node.getStartMark(), "is nested without end", null);
    }
    try {
      if (node instanceof MappingNode map) {
        return map(map, depth);
      }
      if (node instanceof SequenceNode list) {
        ArrayNode array = Json.mapper().createArrayNode();
        list.getValue().forEach(each -> array.add(tree(each, depth + 1)));
        return array;
      }
      return scalar((ScalarNode) node);
    } finally {
      open.remove(node);
    }
  }

  private ObjectNode map(MappingNode map, int depth) {
    ObjectNode object = Json.mapper().createObjectNode();
    Map<String, Integer> lines = new HashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      String key = key(tuple.getKeyNode());
      int line = tuple.getKeyNode().getStartMark().map(Mark::getLine).orElse(0) + 1;
      Integer before = lines.put(key, line);
      if (before != null) {
        throw failed(
            name,
            tuple.getKeyNode().getStartMark(),
            "has the key '" + key + "' a second time; the first is in line " + before,
            null);
      }
      object.set(key, tree(tuple.getValueNode(), depth + 1));
    }
    return object;
  }

  private String key(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw failed(name, node.getStartMark(), "has a key that is no text", null);
    }
    if (scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getValue().equals("<<")) {
      throw failed(name, node.getStartMark(), "has a merge key (<<); write its values out", null);
    }
    return scalar(scalar).asString("null");
  }

  private static JsonNode scalar(ScalarNode node) {
    boolean quoted = node.getScalarStyle() != ScalarStyle.PLAIN;
    return quoted
        ? Json.mapper().getNodeFactory().stringNode(node.getValue())
        : PlainScalar.read(node.getValue());
  }

  private static HostingException failed(
      String name, Optional<Mark> mark, String what, @Nullable Throwable cause) {
    String line = mark.map(where -> ", line " + (where.getLine() + 1)).orElse("");
    return new HostingException("read " + name, name + line + ": " + what, false, cause);
  }
}
