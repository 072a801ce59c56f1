package io.github.chthosting.testkit.internal.erlang;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Erlang's external term format with {@code minor_version} 1, as far as CouchDB's revision
 * hashes and sequences need it. {@link ErlangTermReader} reads it. Used by one thread.
 *
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html">the format</a>
 */
public final class ErlangTerm extends ByteArrayOutputStream {
  static final int VERSION = 131;
  static final int COMPRESSED = 80;
  private static final int NEW_FLOAT = 70;
  static final int SMALL_INTEGER = 97;
  static final int INTEGER = 98;
  static final int ATOM = 100;
  static final int ATOM_UTF8 = 118;
  static final int SMALL_TUPLE = 104;
  static final int NIL = 106;
  static final int STRING = 107;
  static final int LIST = 108;
  static final int BINARY = 109;
  static final int SMALL_BIG = 110;
  private static final int LARGE_BIG = 111;

  /** A term whose parts are written one after the other. */
  public ErlangTerm() {
    super(512);
    write(VERSION);
  }

  public ErlangTerm atom(String name) {
    byte[] latin = name.getBytes(StandardCharsets.ISO_8859_1);
    boolean fits = new String(latin, StandardCharsets.ISO_8859_1).equals(name);
    byte[] bytes = fits ? latin : name.getBytes(StandardCharsets.UTF_8);
    write(fits ? ATOM : ATOM_UTF8);
    int16(bytes.length);
    writeBytes(bytes);
    return this;
  }

  public ErlangTerm binary(byte[] bytes) {
    write(BINARY);
    int32(bytes.length);
    writeBytes(bytes);
    return this;
  }

  public ErlangTerm binary(String text) {
    return binary(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The head of a list that is not empty; {@link #nil} must follow its elements. */
  public ErlangTerm list(int size) {
    write(LIST);
    int32(size);
    return this;
  }

  public ErlangTerm nil() {
    write(NIL);
    return this;
  }

  public ErlangTerm tuple(int size) {
    write(SMALL_TUPLE);
    write(size);
    return this;
  }

  public ErlangTerm integer(long number) {
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

  /** The term, compressed where that is shorter. */
  public byte[] packed() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(buf, 1, count - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int plain = count - 1;
    if (packed.size() + 5 >= plain) {
      return toByteArray();
    }
    ErlangTerm whole = new ErlangTerm();
    whole.write(COMPRESSED);
    whole.int32(plain);
    whole.writeBytes(packed.toByteArray());
    return whole.toByteArray();
  }

  /** A JSON value as jiffy decodes it. */
  public ErlangTerm json(JsonNode node) {
    if (node.isObject()) {
      object((ObjectNode) node);
    } else if (node.isArray()) {
      array(node);
    } else if (node.isString()) {
      binary(node.stringValue());
    } else if (node.isFloatingPointNumber()) {
      write(NEW_FLOAT);
      int64(Double.doubleToRawLongBits(node.doubleValue()));
    } else if (node.isNumber()) {
      number(node);
    } else {
      atom(node.asString("null"));
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
