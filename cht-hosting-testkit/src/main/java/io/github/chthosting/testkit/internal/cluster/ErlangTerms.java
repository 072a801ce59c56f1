package io.github.chthosting.testkit.internal.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The part of Erlang's external term format that CouchDB's sequences are written in: atoms,
 * binaries, integers, tuples and proper lists.
 *
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html">the format</a>
 */
final class ErlangTerms {
  private static final int VERSION = 131;
  private static final int COMPRESSED = 80;
  private static final int LARGEST = 1 << 24;

  /** An Erlang atom. */
  record Atom(String name) {}

  /** An Erlang tuple. */
  record Tuple(List<Object> elements) {
    Tuple {
      elements = List.copyOf(elements);
    }

    static Tuple of(Object... elements) {
      return new Tuple(List.of(elements));
    }

    Object get(int index) {
      return elements.get(index);
    }

    int size() {
      return elements.size();
    }
  }

  private ErlangTerms() {}

  /** Writes Atom, Tuple, List, Long or String (as a binary), compressed where that is shorter. */
  static byte[] write(Object term) {
    try {
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      writeTerm(new DataOutputStream(plain), term);
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
        plain.writeTo(deflater);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      if (packed.size() + 5 < plain.size()) {
        out.writeByte(COMPRESSED);
        out.writeInt(plain.size());
        packed.writeTo(out);
      } else {
        plain.writeTo(out);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeTerm(DataOutputStream out, Object term) throws IOException {
    if (term instanceof Atom atom) {
      byte[] name = atom.name().getBytes(StandardCharsets.UTF_8);
      out.writeByte('d');
      out.writeShort(name.length);
      out.write(name);
    } else if (term instanceof String binary) {
      byte[] bytes = binary.getBytes(StandardCharsets.UTF_8);
      out.writeByte('m');
      out.writeInt(bytes.length);
      out.write(bytes);
    } else if (term instanceof Long number) {
      writeInteger(out, number);
    } else if (term instanceof Tuple tuple) {
      out.writeByte('h');
      out.writeByte(tuple.size());
      for (Object element : tuple.elements()) {
        writeTerm(out, element);
      }
    } else if (term instanceof List<?> list) {
      writeList(out, list);
    } else {
      throw new IllegalArgumentException("no term: " + term);
    }
  }

  private static void writeList(DataOutputStream out, List<?> list) throws IOException {
    if (!list.isEmpty()) {
      out.writeByte('l');
      out.writeInt(list.size());
      for (Object element : list) {
        writeTerm(out, element);
      }
    }
    out.writeByte('j');
  }

  private static void writeInteger(DataOutputStream out, long number) throws IOException {
    if (number >= 0 && number < 256) {
      out.writeByte('a');
      out.writeByte((int) number);
    } else if (number == (int) number) {
      out.writeByte('b');
      out.writeInt((int) number);
    } else {
      long rest = Math.abs(number);
      int length = (Long.SIZE - Long.numberOfLeadingZeros(rest) + 7) / 8;
      out.writeByte('n');
      out.writeByte(length);
      out.writeByte(number < 0 ? 1 : 0);
      for (int i = 0; i < length; i++, rest >>>= 8) {
        out.writeByte((int) rest);
      }
    }
  }

  /**
   * Reads what {@link #write} or Erlang wrote.
   *
   * @throws IllegalArgumentException if it is not a term, or of a kind that sequences never have
   */
  static Object read(byte[] bytes) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      if (in.readUnsignedByte() != VERSION) {
        throw new IllegalArgumentException("no term");
      }
      int tag = in.readUnsignedByte();
      if (tag != COMPRESSED) {
        return readTerm(in, tag);
      }
      int size = checked(in.readInt());
      InputStream inflated = new InflaterInputStream(in);
      byte[] plain = inflated.readNBytes(size);
      DataInputStream body = new DataInputStream(new ByteArrayInputStream(plain));
      return readTerm(body, body.readUnsignedByte());
    } catch (IOException e) {
      throw new IllegalArgumentException("no term", e);
    }
  }

  private static Object readTerm(DataInputStream in, int tag) throws IOException {
    return switch (tag) {
      case 'a' -> (long) in.readUnsignedByte();
      case 'b' -> (long) in.readInt();
      case 'n' -> readBig(in);
      case 'd', 'v' -> new Atom(readText(in, in.readUnsignedShort()));
      case 's', 'w' -> new Atom(readText(in, in.readUnsignedByte()));
      case 'm' -> readText(in, checked(in.readInt()));
      case 'h' -> new Tuple(readElements(in, in.readUnsignedByte()));
      case 'j' -> List.of();
      case 'k' -> readBytes(in);
      case 'l' -> readList(in);
      default -> throw new IllegalArgumentException("no term of a sequence: tag " + tag);
    };
  }

  private static long readBig(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    boolean negative = in.readUnsignedByte() == 1;
    if (length > 8) {
      throw new IllegalArgumentException("number too large");
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      number |= (long) in.readUnsignedByte() << (8 * i);
    }
    return negative ? -number : number;
  }

  /** A list of small integers, which Erlang writes as a string. */
  private static List<Object> readBytes(DataInputStream in) throws IOException {
    List<Object> numbers = new ArrayList<>();
    int length = in.readUnsignedShort();
    for (int i = 0; i < length; i++) {
      numbers.add((long) in.readUnsignedByte());
    }
    return numbers;
  }

  private static List<Object> readList(DataInputStream in) throws IOException {
    List<Object> elements = readElements(in, checked(in.readInt()));
    if (in.readUnsignedByte() != 'j') {
      throw new IllegalArgumentException("an improper list");
    }
    return elements;
  }

  private static List<Object> readElements(DataInputStream in, int count) throws IOException {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(readTerm(in, in.readUnsignedByte()));
    }
    return elements;
  }

  private static String readText(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int checked(int size) {
    if (size < 0 || size > LARGEST) {
      throw new IllegalArgumentException("term too large");
    }
    return size;
  }
}
