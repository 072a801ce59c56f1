package io.github.chthosting.testkit.internal.store;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/** Prints JSON as jiffy does: no spaces, raw UTF-8, doubles as ECMAScript with {@code .0}. */
public final class JsonPrinter extends ByteArrayOutputStream {
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

  /** Bytes as they stand. */
  public JsonPrinter raw(byte[] text) {
    write(text, 0, text.length);
    return this;
  }

  /** Any value. */
  public JsonPrinter value(JsonNode node) {
    if (node.isObject()) {
      object((ObjectNode) node);
    } else if (node.isArray()) {
      array(node);
    } else if (node.isTextual()) {
      string(node.textValue());
    } else if (node.isFloatingPointNumber()) {
      raw(number(node.doubleValue()));
    } else {
      raw(node.asText("null"));
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

  /** A double as ECMAScript prints it, with {@code .0} behind whole numbers. */
  public static String number(double number) {
    if (number == 0) {
      return "0.0";
    }
    BigDecimal exact = new BigDecimal(NumberOutput.toString(number, true)).stripTrailingZeros();
    int point = exact.precision() - exact.scale();
    if (point > 21 || point <= -6) {
      return exponential(exact, point - 1);
    }
    String plain = exact.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static String exponential(BigDecimal exact, int exponent) {
    String digits = exact.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String sign = exact.signum() < 0 ? "-" : "";
    return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
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
