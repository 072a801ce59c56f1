package io.github.chthosting.testkit.internal.store;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints JSON as jiffy does: no spaces, raw UTF-8, doubles as Erlang does. */
public final class JsonPrinter extends ByteArrayOutputStream {
  /** Number from which on not every whole number is a double, and Erlang prints powers of ten. */
  private static final double FIRST_SPARSE = 1L << 53;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /** Prints into memory. */
  public JsonPrinter(int size) {
    super(size);
  }

  /** Text as it stands, without quotes. */
  public JsonPrinter raw(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        writeBytes(text.substring(i).getBytes(StandardCharsets.UTF_8));
        return this;
      }
      put((byte) c);
    }
    return this;
  }

  /** Any value. */
  public JsonPrinter value(JsonNode node) {
    if (node.isObject()) {
      object((ObjectNode) node);
    } else if (node.isArray()) {
      array(node);
    } else if (node.isString()) {
      string(node.stringValue());
    } else if (node.isFloatingPointNumber()) {
      raw(number(node.doubleValue()));
    } else {
      raw(node.asString("null"));
    }
    return this;
  }

  /** A string, in quotes. */
  public JsonPrinter string(String text) {
    put((byte) '"');
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      put((byte) text.charAt(plain++));
    }
    if (plain < text.length()) {
      for (byte b : text.substring(plain).getBytes(StandardCharsets.UTF_8)) {
        escaped(b);
      }
    }
    put((byte) '"');
    return this;
  }

  /** A double as Erlang prints it: the fewest digits that give it again, in the shorter form. */
  public static String number(double number) {
    if (number == 0) {
      return "0.0";
    }
    BigDecimal exact = shortest(Math.abs(number));
    String digits = exact.unscaledValue().toString();
    int point = exact.precision() - exact.scale();
    String text = Math.abs(number) < FIRST_SPARSE ? shorter(digits, point) : power(digits, point);
    return number < 0 ? "-" + text : text;
  }

  private static BigDecimal shortest(double number) {
    BigDecimal exact = new BigDecimal(NumberOutput.toString(number, true)).stripTrailingZeros();
    if (exact.precision() == 2) { // Java's shortest has two digits at least
      BigDecimal one = exact.round(new MathContext(1));
      return one.doubleValue() == number ? one.stripTrailingZeros() : exact;
    }
    return exact;
  }

  private static String shorter(String digits, int point) {
    int zeros = point <= 0 ? -point : point - digits.length();
    if (point > 0 && point < digits.length()) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    String power = power(digits, point);
    if (zeros + digits.length() + 2 > power.length()) {
      return power;
    }
    return point <= 0 ? "0." + "0".repeat(zeros) + digits : digits + "0".repeat(zeros) + ".0";
  }

  private static String power(String digits, int point) {
    String fraction = digits.length() > 1 ? digits.substring(1) : "0";
    return digits.charAt(0) + "." + fraction + "e" + (point - 1);
  }

  private void object(ObjectNode object) {
    put((byte) '{');
    Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonNode> member = members.next();
      string(member.getKey());
      put((byte) ':');
      value(member.getValue());
      if (members.hasNext()) {
        put((byte) ',');
      }
    }
    put((byte) '}');
  }

  private void array(JsonNode array) {
    put((byte) '[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        put((byte) ',');
      }
      value(array.get(i));
    }
    put((byte) ']');
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
  }

  private void escaped(byte b) {
    switch (b) {
      case '"', '\\' -> escape(b);
      case '\b' -> escape((byte) 'b');
      case '\f' -> escape((byte) 'f');
      case '\n' -> escape((byte) 'n');
      case '\r' -> escape((byte) 'r');
      case '\t' -> escape((byte) 't');
      default -> {
        if (b >= 0 && b < 0x20) {
          raw("\\u00").put(HEX[b >> 4]);
          put(HEX[b & 15]);
        } else {
          put(b);
        }
      }
    }
  }

  private void escape(byte b) {
    put((byte) '\\');
    put(b);
  }

  // Not synchronized as write() is: one thread prints.
  private void put(byte b) {
    if (count == buf.length) {
      buf = java.util.Arrays.copyOf(buf, Math.max(64, count * 2));
    }
    buf[count++] = b;
  }
}
