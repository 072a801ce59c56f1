package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as CouchDB reads it: of a member named twice the last one counts, at the last one's place;
 * strings must be Unicode without lone surrogates; numbers with a fraction or exponent are doubles.
 */
public final class JsonText {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .build())
          // Field names must stay canonicalized: without it a Reader decodes, and lets bytes pass
          // that are no UTF-8.
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .build();

  /** A byte order mark begins with it; no JSON does. */
  private static final byte MARK = (byte) 0xef;

  private JsonText() {}

  /** The text of a value as CouchDB prints it, UTF-8. */
  public static byte[] bytes(JsonNode node) {
    JsonPrinter printer = new JsonPrinter(256);
    printer.value(node);
    return printer.toByteArray();
  }

  /** The text of a value as CouchDB prints it. */
  public static String string(JsonNode node) {
    return new String(bytes(node), java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * Parses one value and nothing after it.
   *
   * @throws ApiException 400 {@code invalid UTF-8 JSON}
   */
  public static JsonNode parse(byte[] text) {
    if (text.length > 0 && text[0] == MARK) {
      throw invalid();
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return whole(parser);
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  /** Parses a text like {@link #parse(byte[])}. */
  public static JsonNode parse(String text) {
    return parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** An object from a text that was printed here. */
  static ObjectNode object(byte[] text) {
    return (ObjectNode) parse(text);
  }

  private static RuntimeException unreadable(JacksonException e) {
    boolean stream =
        e instanceof JacksonIOException && !(e.getCause() instanceof CharConversionException);
    return stream ? new UncheckedIOException((IOException) e.getCause()) : invalid();
  }

  private static ApiException invalid() {
    return ApiException.badRequest("invalid UTF-8 JSON");
  }

  private static JsonNode whole(JsonParser parser) {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw invalid();
    }
    JsonNode node = value(parser, first);
    if (parser.nextToken() != null) {
      throw invalid();
    }
    return node;
  }

  private static JsonNode value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.stringNode(checked(parser.getString()));
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> floating(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw invalid();
    };
  }

  private static JsonNode object(JsonParser parser) {
    ObjectNode object = NODES.objectNode();
    @Nullable String name;
    while ((name = parser.nextName()) != null) {
      JsonNode value = value(parser, parser.nextToken());
      if (object.replace(checked(name), value) != null) {
        object.remove(name);
        object.set(name, value);
      }
    }
    return object;
  }

  private static JsonNode array(JsonParser parser) {
    ArrayNode array = NODES.arrayNode();
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      array.add(value(parser, token));
    }
    return array;
  }

  private static JsonNode integer(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(inRange(parser.getBigIntegerValue()));
    };
  }

  // Larger ones fail in CouchDB's parser, which makes doubles of their parts.
  private static BigInteger inRange(BigInteger number) {
    if (Double.isInfinite(number.doubleValue())) {
      throw ApiException.failure("badarith");
    }
    return number;
  }

  private static JsonNode floating(double number) {
    if (Double.isInfinite(number)) {
      throw invalid();
    }
    return NODES.numberNode(number);
  }

  private static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        i++;
        if (i == text.length() || !Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i))) {
          throw invalid();
        }
      }
    }
    return text;
  }
}
