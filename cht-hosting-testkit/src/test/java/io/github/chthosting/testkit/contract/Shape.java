package io.github.chthosting.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Expected JSON: all of it, save for opaque values, which are named in angle brackets.
 *
 * <p>{@code '<any>'} any value, {@code '<rev>'} a revision, {@code '<seq>'} an update sequence,
 * {@code '<id>'} 32 hex digits, {@code '<int>'}, {@code '<string>'}, {@code '<object>'}, {@code
 * '<array>'}, {@code '<bool>'}. A member {@code '<more>':0} allows members that are not named; an
 * array whose first element is {@code '<set>'} may be in any order. Apostrophes stand for quotes.
 */
public final class Shape {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(1500).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();
  private static final String MORE = "<more>";
  private static final String SET = "<set>";
  private static final Map<String, Predicate<JsonNode>> OPAQUE =
      Map.of(
          "<any>", value -> true,
          "<rev>", value -> value.asString("").matches("[1-9][0-9]*-[0-9a-f]{32}"),
          "<seq>", value -> value.isIntegralNumber() || value.asString("").matches("[0-9]+-.*"),
          "<id>", value -> value.asString("").matches("[0-9a-f]{32}"),
          "<int>", JsonNode::isIntegralNumber,
          "<string>", JsonNode::isString,
          "<object>", JsonNode::isObject,
          "<array>", JsonNode::isArray,
          "<bool>", JsonNode::isBoolean);

  private final JsonNode expected;

  private Shape(JsonNode expected) {
    this.expected = expected;
  }

  public static Shape of(String text) {
    return new Shape(parse(text, "the expected shape"));
  }

  static JsonNode parse(String text, String where) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new AssertionError("not JSON: " + where + ": " + e.getOriginalMessage(), e);
    }
  }

  /** The differences from a text of JSON. */
  public List<String> differences(String actual) {
    return differences(parse(actual, actual));
  }

  /** The differences, each with its place; empty if there are none. */
  public List<String> differences(JsonNode actual) {
    List<String> found = new ArrayList<>();
    compare("", expected, actual, found);
    return found;
  }

  private static void compare(String at, JsonNode want, JsonNode got, List<String> found) {
    Predicate<JsonNode> opaque = want.isString() ? OPAQUE.get(want.asString("")) : null;
    if (opaque != null) {
      report(opaque.test(got), at, want, got, found);
    } else if (want.isObject() && got.isObject()) {
      members(at, want, got, found);
    } else if (want.isArray() && got.isArray()) {
      elements(at, want, got, found);
    } else {
      report(want.equals(got), at, want, got, found);
    }
  }

  private static void members(String at, JsonNode want, JsonNode got, List<String> found) {
    for (Map.Entry<String, JsonNode> member : want.properties()) {
      JsonNode value = got.get(member.getKey());
      if (value != null) {
        compare(at + "/" + member.getKey(), member.getValue(), value, found);
      } else if (!member.getKey().equals(MORE)) {
        found.add(at + "/" + member.getKey() + ": missing");
      }
    }
    for (Map.Entry<String, JsonNode> member : got.properties()) {
      if (!want.has(MORE) && !want.has(member.getKey())) {
        found.add(at + "/" + member.getKey() + ": not expected: " + member.getValue());
      }
    }
  }

  private static void elements(String at, JsonNode want, JsonNode got, List<String> found) {
    boolean anyOrder = want.size() > 0 && want.get(0).asString("").equals(SET);
    int first = anyOrder ? 1 : 0;
    if (want.size() - first != got.size()) {
      found.add(at + ": " + got.size() + " elements, not " + (want.size() - first) + ": " + got);
      return;
    }
    for (int i = first; i < want.size(); i++) {
      String place = at + "/" + (i - first);
      if (!anyOrder) {
        compare(place, want.get(i), got.get(i), found);
      } else {
        report(holds(want.get(i), got), place, want.get(i), got, found);
      }
    }
  }

  private static boolean holds(JsonNode want, JsonNode elements) {
    for (JsonNode element : elements) {
      List<String> differences = new ArrayList<>();
      compare("", want, element, differences);
      if (differences.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static void report(
      boolean same, String at, JsonNode want, JsonNode got, List<String> found) {
    if (!same) {
      found.add(at + ": " + got + ", not " + want);
    }
  }
}
