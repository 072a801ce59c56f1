package io.github.chthosting.platform.certificate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The blocks of a file in PEM, whatever an editor or a browser made of it: in UTF-16, behind a byte
 * order mark, indented, or in DER, which is one block without its text.
 */
public final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private Pem() {}

  /**
   * A block.
   *
   * @param label {@code CERTIFICATE}, {@code PRIVATE KEY} and so on
   * @param text with its first and last line; without its last, if the file is cut off
   * @param isWhole whether it has its last line
   */
  public record Block(String label, String text, boolean isWhole) {
    /** Returns the bytes without the lines around them. */
    byte[] bytes() {
      String body = text.replace(BEGIN + label + DASHES, "").replace(end(label), "");
      return Base64.getMimeDecoder().decode(body);
    }
  }

  /** Returns the blocks of a file, in their order. */
  public static List<Block> blocks(byte[] file) {
    String text = text(file);
    List<Block> blocks = new ArrayList<>();
    int from = text.indexOf(BEGIN);
    while (from >= 0) {
      int labelEnd = text.indexOf(DASHES, from + BEGIN.length());
      String label = labelEnd < 0 ? "" : text.substring(from + BEGIN.length(), labelEnd);
      int to = text.indexOf(end(label), from);
      boolean whole = to >= 0;
      to = whole ? to + end(label).length() : text.length();
      blocks.add(new Block(label, text.substring(from, to), whole));
      from = text.indexOf(BEGIN, to);
    }
    return blocks;
  }

  private static String end(String label) {
    return "-----END " + label + DASHES;
  }

  private static String text(byte[] file) {
    String label = DerForm.label(file);
    if (!label.isEmpty()) {
      return block(label, file);
    }
    String text = new String(file, charset(file));
    return text.replace("\uFEFF", "").lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  /** PEM is ASCII: a byte of 0 is half a character. */
  private static Charset charset(byte[] file) {
    for (int i = 0; i < Math.min(file.length, 16); i++) {
      if (file[i] == 0) {
        return i % 2 == 1 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
      }
    }
    return StandardCharsets.UTF_8;
  }

  /** Returns the text of a block. */
  public static String block(String label, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return BEGIN + label + DASHES + "\n" + body + "\n" + end(label) + "\n";
  }
}
