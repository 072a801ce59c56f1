package io.github.chthosting.k8s.internal.yaml;

import io.github.chthosting.http.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Text without quotes as Helm 3.17 and 4.1 read it (seen by rendering): the words and numbers of
 * YAML 1.1, but for its sexagesimal numbers and its dates, which stay text.
 */
final class PlainScalar {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9][0-9a-fA-FxXoObB_]*");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private PlainScalar() {}

  static JsonNode read(String text) {
    JsonNodeFactory nodes = Json.mapper().getNodeFactory();
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return nodes.booleanNode(TRUE.contains(text));
    }
    if (NULL.contains(text)) {
      return nodes.nullNode();
    }
    String digits = text.replace("_", "");
    Optional<BigInteger> integer =
        NUMBER.matcher(text).matches() ? integer(digits) : Optional.empty();
    if (integer.isPresent()) {
      return number(nodes, integer.get());
    }
    if (FLOAT.matcher(digits).matches() && digits.length() < 400) {
      return nodes.numberNode(new BigDecimal(digits.endsWith(".") ? digits + "0" : digits));
    }
    return nodes.stringNode(text);
  }

  /** A node of the kind that Jackson has for a number of that size: others are not equal to it. */
  private static JsonNode number(JsonNodeFactory nodes, BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return nodes.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? nodes.numberNode(value.longValue())
        : nodes.numberNode(value);
  }

  /**
   * As Go's {@code strconv.ParseInt} with base 0: {@code 0x}, {@code 0o}, {@code 0b}, {@code 0}.
   */
  private static Optional<BigInteger> integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    try {
      BigInteger value = unsigned(digits);
      return Optional.of(negative ? value.negate() : value);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static BigInteger unsigned(String digits) {
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      return switch (digits.charAt(1)) {
        case 'x', 'X' -> new BigInteger(digits.substring(2), 16);
        case 'o', 'O' -> new BigInteger(digits.substring(2), 8);
        case 'b', 'B' -> new BigInteger(digits.substring(2), 2);
        default -> new BigInteger(digits, 8);
      };
    }
    return new BigInteger(digits);
  }
}
