package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a multipart body part by part, within a fixed buffer. What stands before the first boundary
 * and behind the last one is skipped.
 */
final class MultipartReader {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))");
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_HEADERS = 64 * 1024;

  private final InputStream in;
  private final byte[] delimiter;
  private final int[] failure;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private int plainEnd;
  private boolean inPart;
  private boolean ended;
  private boolean headersRead = true;

  /**
   * Starts on a body.
   *
   * @throws ApiException 400 when the type names no boundary
   */
  MultipartReader(String contentType, InputStream in) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      throw ApiException.badRequest("invalid UTF-8 JSON");
    }
    String boundary = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.failure = failure(delimiter);
    // The first boundary may stand at the very beginning.
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.end = 2;
    this.inPart = true;
  }

  // Of Knuth, Morris and Pratt.
  private static int[] failure(byte[] word) {
    int[] table = new int[word.length];
    for (int i = 1, k = 0; i < word.length; i++) {
      while (k > 0 && word[i] != word[k]) {
        k = table[k - 1];
      }
      if (word[i] == word[k]) {
        k++;
      }
      table[i] = k;
    }
    return table;
  }

  /** Skips to the next part; false if there is none. */
  boolean nextPart() throws IOException {
    byte[] skipped = new byte[4096];
    while (inPart && read(skipped, 0, skipped.length) >= 0) {
      // what a reader left
    }
    if (ended) {
      return false;
    }
    int first = next();
    if (first == '-') {
      ended = true;
      return false;
    }
    skipLine(first);
    inPart = !ended;
    return inPart;
  }

  /** The part's headers, by name in lower case. Before its bytes. */
  Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    int total = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
        headers.put(name, line.substring(colon + 1).trim());
      }
      total += line.length();
      if (total > MAX_HEADERS) {
        throw ApiException.badRequest("multipart headers are too long");
      }
    }
    headersRead = true;
    return headers;
  }

  /** Bytes of the part; negative at its end. */
  int read(byte[] b, int off, int len) throws IOException {
    if (!inPart) {
      return -1;
    }
    if (!headersRead) {
      headers();
    }
    int plain = plainBytes();
    if (plain == 0) {
      start += delimiter.length;
      inPart = false;
      return -1;
    }
    if (plain < 0) {
      inPart = false;
      ended = true;
      return -1;
    }
    int n = Math.min(len, plain);
    System.arraycopy(buffer, start, b, off, n);
    start += n;
    return n;
  }

  // How many bytes are there before what may be a delimiter; 0 at one, negative at the end of all.
  private int plainBytes() throws IOException {
    if (start < plainEnd) {
      return plainEnd - start;
    }
    while (true) {
      int matched = 0;
      for (int i = start; i < end; i++) {
        while (matched > 0 && buffer[i] != delimiter[matched]) {
          matched = failure[matched - 1];
        }
        if (buffer[i] == delimiter[matched]) {
          matched++;
        }
        if (matched == delimiter.length) {
          plainEnd = i + 1 - delimiter.length;
          return plainEnd - start;
        }
      }
      int plain = end - start - matched;
      if (plain > 0) {
        plainEnd = start + plain;
        return plain;
      }
      if (!fill()) {
        return -1;
      }
    }
  }

  private boolean fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    plainEnd = 0;
    int n = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, n);
    return n > 0;
  }

  private int next() throws IOException {
    if (start == end && !fill()) {
      ended = true;
      return -1;
    }
    return buffer[start++];
  }

  private void skipLine(int first) throws IOException {
    int c = first;
    while (c >= 0 && c != '\n') {
      c = next();
    }
    headersRead = false;
  }

  private String line() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int c = next();
    while (c != '\n' && !ended) {
      if (text.size() > MAX_HEADERS) {
        throw ApiException.badRequest("multipart headers are too long");
      }
      if (c != '\r') {
        text.write(c);
      }
      c = next();
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
