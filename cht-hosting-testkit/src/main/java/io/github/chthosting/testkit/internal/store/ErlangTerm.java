package io.github.chthosting.testkit.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes Erlang's external term format with {@code minor_version} 1, as far as CouchDB's revision
 * hashes need it (erts, "External Term Format").
 */
final class ErlangTerm extends ByteArrayOutputStream {
  private static final int VERSION = 131;
  private static final int NEW_FLOAT = 70;
  private static final int SMALL_INTEGER = 97;
  private static final int INTEGER = 98;
  private static final int ATOM = 100;
  private static final int SMALL_TUPLE = 104;
  private static final int NIL = 106;
  private static final int STRING = 107;
  private static final int LIST = 108;
  private static final int BINARY = 109;
  private static final int SMALL_BIG = 110;
  private static final int LARGE_BIG = 111;

  ErlangTerm() {
    super(512);
    write(VERSION);
  }

  ErlangTerm atom(String name) {
    write(ATOM);
    int16(name.length());
    writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  ErlangTerm binary(byte[] bytes) {
    write(BINARY);
    int32(bytes.length);
    writeBytes(bytes);
    return this;
  }

  ErlangTerm binary(String text) {
    return binary(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The head of a list that is not empty; {@link #nil} must follow its elements. */
  ErlangTerm list(int size) {
    write(LIST);
    int32(size);
    return this;
  }

  ErlangTerm nil() {
    write(NIL);
    return this;
  }

  ErlangTerm tuple(int size) {
    write(SMALL_TUPLE);
    write(size);
    return this;
  }

  ErlangTerm integer(long number) {
    if (number >= 0 && number < 256) {
      write(SMALL_INTEGER);
      write((int) number);
    } else if (number == (int) number) {
      write(INTEGER);
      int32((int) number);
    } else {
      big(BigInteger.valueOf(number));
    }
    return this;
  }

  /** A JSON value as jiffy decodes it. */
  ErlangTerm json(JsonNode node) {
    if (node.isObject()) {
      object((ObjectNode) node);
    } else if (node.isArray()) {
      array(node);
    } else if (node.isTextual()) {
      binary(node.textValue());
    } else if (node.isFloatingPointNumber()) {
      write(NEW_FLOAT);
      int64(Double.doubleToRawLongBits(node.doubleValue()));
    } else if (node.isNumber()) {
      number(node);
    } else {
      atom(node.asText("null"));
    }
    return this;
  }

  private void object(ObjectNode object) {
    tuple(1);
    if (!object.isEmpty()) {
      list(object.size());
      Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();
      while (members.hasNext()) {
        Map.Entry<String, JsonNode> member = members.next();
        tuple(2).binary(member.getKey()).json(member.getValue());
      }
    }
    nil();
  }

  // Erlang writes a list of bytes as a string, and knows no other lists of integers.
  private void array(JsonNode array) {
    if (isString(array)) {
      write(STRING);
      int16(array.size());
      array.forEach(byteNode -> write(byteNode.intValue()));
      return;
    }
    if (!array.isEmpty()) {
      list(array.size());
      array.forEach(this::json);
    }
    nil();
  }

  private static boolean isString(JsonNode array) {
    if (array.isEmpty() || array.size() > 65535) {
      return false;
    }
    for (JsonNode element : array) {
      if (!element.isInt() || element.intValue() < 0 || element.intValue() > 255) {
        return false;
      }
    }
    return true;
  }

  private void number(JsonNode node) {
    if (node.canConvertToLong()) {
      integer(node.longValue());
    } else {
      big(node.bigIntegerValue());
    }
  }

  private void big(BigInteger number) {
    byte[] magnitude = number.abs().toByteArray();
    int skip = magnitude[0] == 0 ? 1 : 0;
    int size = magnitude.length - skip;
    write(size < 256 ? SMALL_BIG : LARGE_BIG);
    if (size < 256) {
      write(size);
    } else {
      int32(size);
    }
    write(number.signum() < 0 ? 1 : 0);
    for (int i = magnitude.length - 1; i >= skip; i--) {
      write(magnitude[i]);
    }
  }

  private void int16(int number) {
    write(number >> 8);
    write(number);
  }

  private void int32(int number) {
    int16(number >> 16);
    int16(number);
  }

  private void int64(long number) {
    int32((int) (number >> 32));
    int32((int) number);
  }
}
