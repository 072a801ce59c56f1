package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code Range} requests on attachments. */
final class Ranges {

  /** Bytes from and to, both inclusive. */
  record Range(long from, long to) {
    long length() {
      return to - from + 1;
    }

    String header(long total) {
      return "bytes " + from + "-" + to + "/" + total;
    }

    void copy(Attachment attachment, OutputStream out) throws IOException {
      try (InputStream in = attachment.content().open()) {
        in.skipNBytes(from);
        byte[] buffer = new byte[8192];
        for (long left = length(); left > 0; ) {
          int n = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
          if (n == 0) {
            return;
          }
          out.write(buffer, 0, n);
          left -= n;
        }
      }
    }
  }

  private Ranges() {}

  /**
   * The header's ranges; none if there is no header, or it cannot be read, or it asks for
   * everything.
   *
   * @throws ApiException 416 when a range ends before it begins
   */
  static List<Range> parse(@Nullable String header, long total) {
    List<Range> ranges = new ArrayList<>();
    if (header == null || !header.startsWith("bytes=")) {
      return ranges;
    }
    for (String part : header.substring("bytes=".length()).split(",", -1)) {
      String text = part.trim();
      if (!text.matches("\\d{0,18}-\\d{0,18}") || text.equals("-")) {
        return List.of();
      }
      Range range = range(text, total);
      if (text.equals("0-")) {
        return List.of();
      }
      if (range.to() < range.from() || range.from() < 0) {
        throw new ApiException(
            416, "requested_range_not_satisfiable", "Requested range not satisfiable");
      }
      ranges.add(range);
    }
    return ranges;
  }

  private static Range range(String text, long total) {
    int dash = text.indexOf('-');
    String from = text.substring(0, dash);
    String to = text.substring(dash + 1);
    if (from.isEmpty()) {
      // All there is, or more, begins at the second byte: so CouchDB has it.
      return new Range(Math.max(1, total - Long.parseLong(to)), total - 1);
    }
    long last = to.isEmpty() ? total - 1 : Math.min(Long.parseLong(to), total - 1);
    return new Range(Long.parseLong(from), last);
  }

  /** Several ranges as {@code multipart/byteranges}. */
  static void multipart(Response response, Attachment attachment, List<Range> ranges)
      throws IOException {
    String boundary = MultipartWriter.boundary();
    response.header("Content-Type", "multipart/byteranges; boundary=\"" + boundary + "\"");
    try (OutputStream out = response.status(206).body()) {
      out.write(Answer.utf8("--" + boundary));
      for (Range range : ranges) {
        String head = "\r\nContent-Type: " + attachment.type() + "\r\nContent-Range: ";
        out.write(Answer.utf8(head + range.header(attachment.identityLength()) + "\r\n\r\n"));
        range.copy(attachment, out);
        out.write(Answer.utf8("\r\n--" + boundary));
      }
      out.write(Answer.utf8("--"));
    }
  }
}
