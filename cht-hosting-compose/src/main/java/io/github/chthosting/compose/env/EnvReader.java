package io.github.chthosting.compose.env;

import io.github.chthosting.HostingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of an {@code .env} as Compose does: not line by line, but one after the other.
 * A setting ends behind its quote, or with its line; another may follow a quote on the same line.
 * Source: package dotenv of compose-go 2.0 to 2.4, and what Compose 2.26 answers.
 */
final class EnvReader {
  private final String file;
  private final String text;
  private final Map<String, String> ours;
  private final Map<String, String> values = new HashMap<>();
  private final List<EnvSetting> settings = new ArrayList<>();
  private int at;
  private int end;

  /**
   * @param ours the variables that Compose gets from this process, which come first
   */
  EnvReader(String file, String text, Map<String, String> ours) {
    this.file = file;
    this.text = text;
    this.ours = ours;
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  List<EnvSetting> read() {
    while (findStatement()) {
      int start = at;
      skipExport();
      String name = name(start);
      if (name != null) {
        skipBlanks();
        add(start, name, value(start));
      }
    }
    return settings;
  }

  private void add(int start, String name, String value) {
    if (value.indexOf('\0') >= 0) {
      throw failed(start, "holds the character 0");
    }
    values.put(name, value);
    settings.add(new EnvSetting(start, end, name, value));
  }

  private boolean findStatement() {
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        at = endOfLine(at);
      } else if (Blanks.isSpace(text.charAt(at))) {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private int endOfLine(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private void skipExport() {
    if (text.startsWith("export", at) && Blanks.isAscii(text, at + "export".length())) {
      at += "export".length();
      skipBlanks();
    }
  }

  private void skipBlanks() {
    while (at < text.length() && Blanks.isBlank(text.charAt(at))) {
      at++;
    }
  }

  /**
   * Returns the name, and beyond its sign; null for one that is named only, to be taken from
   * elsewhere.
   */
  private @Nullable String name(int start) {
    int from = at;
    while (at < text.length() && !isSign(text.charAt(at))) {
      int c = text.codePointAt(at);
      if (!Blanks.isBlank(c) && !isOfName(c)) {
        throw failed(start, "is no NAME=VALUE");
      }
      at += Character.charCount(c);
    }
    String name = Blanks.stripEnd(text.substring(from, at));
    if (name.indexOf(' ') >= 0 || at == text.length()) {
      throw failed(start, "is no NAME=VALUE");
    }
    at++;
    if (text.charAt(at - 1) == '\n') {
      return null;
    }
    if (name.isEmpty()) {
      throw failed(start, "is no NAME=VALUE");
    }
    return name;
  }

  private static boolean isSign(char c) {
    return c == '=' || c == ':' || c == '\n';
  }

  private static boolean isOfName(int c) {
    int type = Character.getType(c);
    return "_.-[]".indexOf(c) >= 0
        || Character.isLetterOrDigit(c)
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  private String value(int start) {
    boolean quoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    return quoted ? quoted(start) : unquoted(start);
  }

  /** A comment is a blank and its sign: without a blank, or with another, it is of the value. */
  private String unquoted(int start) {
    String line = text.substring(at, endOfLine(at));
    int comment = line.indexOf(" #");
    String value = Blanks.stripEnd(comment < 0 ? line : line.substring(0, comment));
    end = at + value.length();
    at = endOfLine(at);
    return replaced(start, value);
  }

  private String quoted(int start) {
    char quote = text.charAt(at);
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        at = i + 1;
        end = at;
        return quote == '"' ? replaced(start, Escapes.resolve(value.toString())) : value.toString();
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        value.append(text.charAt(i) == quote ? "" : "\\");
        c = text.charAt(i);
      }
      value.append(c);
    }
    throw failed(start, "has a quote that does not end");
  }

  private String replaced(int start, String value) {
    try {
      return Interpolation.strictly(value, name -> ours.getOrDefault(name, values.get(name)));
    } catch (TemplateException e) {
      throw failed(start, String.valueOf(e.getMessage()));
    }
  }

  private HostingException failed(int start, String what) {
    long line = text.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
    String message = "%s, line %d, %s; nothing was changed".formatted(file, line, what);
    return new HostingException("read " + file, message, false, null);
  }
}
