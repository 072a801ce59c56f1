package io.github.chthosting.testkit.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of a server, without what cannot be the same on two servers: opaque parts of
 * sequences, boundaries, references into the log, times and sizes.
 */
record Reply(int status, String head, String body) {
  private static final Pattern SEQUENCE = Pattern.compile("\"(\\d+)-g[0-9A-Za-z_-]+\"");
  private static final String[][] OPAQUE = {
    {"\"ref\":\\d+", "\"ref\":0"},
    {"\"sizes\":\\{[^}]*\\}", "\"sizes\":{}"},
    {"\"instance_start_time\":\"\\d+\"", "\"instance_start_time\":\"0\""},
    {"\"execution_time_ms\":[0-9.e-]+", "\"execution_time_ms\":0"},
    {"\"bookmark\": \"(?!nil)[^\"]+\"", "\"bookmark\": \"some\""}
  };

  /** Makes one of what came over the wire. */
  static Reply of(int status, String type, String etag, String body, String database) {
    boolean parts = type.startsWith("multipart/");
    String text = body.replace(database, "{db}");
    Matcher sequences = SEQUENCE.matcher(text);
    text = sequences.replaceAll("\"$1-seq\"");
    for (String[] opaque : OPAQUE) {
      text = text.replaceAll(opaque[0], opaque[1]);
    }
    if (parts) {
      text = text.replaceAll("(?m)^--[0-9a-f-]{32,}", "--boundary");
      text = text.replaceAll("boundary=\"?[0-9a-f-]{32,}\"?", "boundary=x");
    }
    String head = parts ? type.replaceAll("boundary=.*", "boundary=x") : type;
    return new Reply(status, head + " " + etag, text);
  }

  @Override
  public String toString() {
    return status + " " + head + " " + body;
  }
}
