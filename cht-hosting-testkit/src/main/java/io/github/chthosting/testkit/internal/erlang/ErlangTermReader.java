package io.github.chthosting.testkit.internal.erlang;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.InflaterInputStream;

/**
 * Reads Erlang's external term format as far as CouchDB's sequences are written in it: atoms,
 * binaries, integers, tuples and proper lists. {@link ErlangTerm} writes it.
 */
public final class ErlangTermReader {
  private static final int SMALL_ATOM = 115;
  private static final int SMALL_ATOM_UTF8 = 119;
  private static final int LARGEST = 1 << 24;

  /** An Erlang atom. */
  public record Atom(String name) {}

  /** An Erlang tuple. */
  public record Tuple(List<Object> elements) {
    public Tuple {
      elements = List.copyOf(elements);
    }

    public Object get(int index) {
      return elements.get(index);
    }

    public int size() {
      return elements.size();
    }
  }

  private ErlangTermReader() {}

  /**
   * Reads a term: an Atom, a Tuple, a List, a Long, or a String where a binary was written.
   *
   * @throws IllegalArgumentException if it is not a term, or of a kind that sequences never have
   */
  public static Object read(byte[] bytes) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      if (in.readUnsignedByte() != ErlangTerm.VERSION) {
        throw new IllegalArgumentException("no term");
      }
      int tag = in.readUnsignedByte();
      if (tag != ErlangTerm.COMPRESSED) {
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
      case ErlangTerm.SMALL_INTEGER -> (long) in.readUnsignedByte();
      case ErlangTerm.INTEGER -> (long) in.readInt();
      case ErlangTerm.SMALL_BIG -> readBig(in);
      case ErlangTerm.ATOM -> new Atom(readText(in, in.readUnsignedShort(), ISO_8859_1));
      case SMALL_ATOM -> new Atom(readText(in, in.readUnsignedByte(), ISO_8859_1));
      case ErlangTerm.ATOM_UTF8 -> new Atom(readText(in, in.readUnsignedShort(), UTF_8));
      case SMALL_ATOM_UTF8 -> new Atom(readText(in, in.readUnsignedByte(), UTF_8));
      case ErlangTerm.BINARY -> readText(in, checked(in.readInt()), UTF_8);
      case ErlangTerm.SMALL_TUPLE -> new Tuple(readElements(in, in.readUnsignedByte()));
      case ErlangTerm.NIL -> List.of();
      case ErlangTerm.STRING -> readBytes(in);
      case ErlangTerm.LIST -> readList(in);
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
    if (in.readUnsignedByte() != ErlangTerm.NIL) {
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

  private static String readText(DataInputStream in, int length, Charset charset)
      throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, charset);
  }

  private static int checked(int size) {
    if (size < 0 || size > LARGEST) {
      throw new IllegalArgumentException("term too large");
    }
    return size;
  }
}
