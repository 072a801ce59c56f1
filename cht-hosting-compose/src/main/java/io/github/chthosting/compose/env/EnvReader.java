package io.github.chthosting.compose.env;

import io.github.chthosting.HostingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of a {@code .env}. */
final class EnvReader {
  private static final Pattern NAME =
      Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*[=:][ \\t]*");
  private static final Pattern INHERITED =
      Pattern.compile("[ \\t]*(?:export[ \\t]+)?[A-Za-z_][A-Za-z0-9_.-]*[ \\t]*");

  private final String file;
  private final String[] rows;
  private int row;

  EnvReader(String file, String text) {
    this.file = file;
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.rows =
        body.isEmpty() ? new String[0] : body.replaceFirst("\\r?\\n$", "").split("\\r?\\n", -1);
  }

  List<EnvLine> read() {
    List<EnvLine> lines = new ArrayList<>();
    for (row = 0; row < rows.length; row++) {
      lines.add(line(rows[row]));
    }
    return lines;
  }

  private EnvLine line(String text) {
    if (text.isBlank()
        || text.stripLeading().startsWith("#")
        || INHERITED.matcher(text).matches()) {
      return EnvLine.other(text);
    }
    Matcher matcher = NAME.matcher(text);
    if (!matcher.lookingAt()) {
      throw failed("is no NAME=VALUE");
    }
    String rest = text.substring(matcher.end());
    if (rest.startsWith("'") || rest.startsWith("\"")) {
      return quoted(text, matcher.group(1), rest);
    }
    return new EnvLine(text, matcher.group(1), unquoted(rest), true);
  }

  private static String unquoted(String rest) {
    Matcher comment = Pattern.compile("(^|\\s)#").matcher(rest);
    return (comment.find() ? rest.substring(0, comment.start()) : rest).strip();
  }

  private EnvLine quoted(String text, String name, String rest) {
    char quote = rest.charAt(0);
    int first = row;
    StringBuilder all = new StringBuilder(text);
    StringBuilder value = new StringBuilder(rest.substring(1));
    int end = end(value, quote);
    while (end < 0) {
      row++;
      if (row == rows.length) {
        row = first;
        throw failed("has a quote that does not end");
      }
      all.append('\n').append(rows[row]);
      value.append('\n').append(rows[row]);
      end = end(value, quote);
    }
    after(value.substring(end + 1));
    String raw = value.substring(0, end);
    return quote == '\''
        ? new EnvLine(all.toString(), name, raw.replace("\\'", "'"), false)
        : new EnvLine(all.toString(), name, resolved(raw), true);
  }

  private void after(String rest) {
    if (!rest.isBlank() && !rest.stripLeading().startsWith("#")) {
      throw failed("goes on after its quote");
    }
  }

  private static int end(CharSequence value, char quote) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '\\' && (quote == '"' || follows(value, i, quote))) {
        i++;
      } else if (value.charAt(i) == quote) {
        return i;
      }
    }
    return -1;
  }

  private static boolean follows(CharSequence value, int index, char wanted) {
    return index + 1 < value.length() && value.charAt(index + 1) == wanted;
  }

  /** Escapes of double quotes; a dollar that was escaped is one for the interpolation too. */
  private static String resolved(String raw) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\' && i + 1 < raw.length()) {
        i++;
        text.append(escape(raw.charAt(i)));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String escape(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '"', '\\' -> String.valueOf(c);
      case '$' -> "$$";
      default -> "\\" + c;
    };
  }

  private HostingException failed(String what) {
    String operation = "read " + file;
    String message = "%s, line %d, %s; nothing was changed".formatted(file, row + 1, what);
    return new HostingException(operation, message, false, null);
  }
}
