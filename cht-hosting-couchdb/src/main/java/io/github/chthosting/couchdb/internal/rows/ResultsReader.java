package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the elements of {@code {"results":[...], ...}} from a stream, in any layout, and does not
 * take a part for the whole: an answer that ends early, or ends in an error, throws. Not
 * thread-safe.
 */
public final class ResultsReader {
  private enum State {
    BEFORE,
    ROWS,
    AFTER,
    ENDED
  }

  /** More white space than this between two rows is an answer that never ends. */
  private static final long LONGEST_SILENCE = 1 << 20;

  private static final byte[] LAST = Json.ascii("{\"last_seq\"");

  private final ByteWindow window;
  private final Row row;
  private final String array;
  private final boolean lines;
  private final JsonValueScanner containers = new JsonValueScanner();
  private State state;
  private boolean opened;
  private boolean hadResults;
  private boolean over;
  private @Nullable String lastSeq;
  private long pending = -1;
  private String error = "";
  private String reason = "";

  public ResultsReader(ByteWindow window, Row row) {
    this(window, row, "results");
  }

  /** A reader of an array of another name, such as that of {@code _local_docs}. */
  public ResultsReader(ByteWindow window, Row row, String array) {
    this(window, row, array, false);
  }

  private ResultsReader(ByteWindow window, Row row, String array, boolean lines) {
    this.window = window;
    this.row = row;
    this.array = array;
    this.lines = lines;
    this.hadResults = lines;
    this.state = lines ? State.ROWS : State.BEFORE;
  }

  /**
   * A reader of a continuous feed: one row a line, empty lines between, {@code last_seq} as the
   * last.
   */
  public static ResultsReader ofLines(ByteWindow window, Row row) {
    return new ResultsReader(window, row, "results", true);
  }

  /** {@code last_seq}, once {@link #next()} has returned false. */
  public Optional<String> lastSeq() {
    return Optional.ofNullable(lastSeq);
  }

  /** {@code pending}, once {@link #next()} has returned false; -1 if the answer has none. */
  public long pending() {
    return pending;
  }

  /**
   * Reads the next element into the row.
   *
   * @return false at the end of a whole answer
   * @throws TruncatedException if the stream ends before the answer does
   * @throws ServerErrorException if the answer says that it failed
   * @throws MalformedJsonException if it is not such an answer
   */
  public boolean next() throws IOException {
    while (state != State.ENDED) {
      if (state == State.ROWS) {
        if (nextRow()) {
          return true;
        }
      } else {
        nextMember();
      }
    }
    return false;
  }

  private boolean nextRow() throws IOException {
    byte b = peek();
    if (b == ',') {
      window.startAt(window.start() + 1);
      b = peek();
    }
    if (b == ']') {
      window.startAt(window.start() + 1);
      state = State.AFTER;
      return false;
    }
    require(b == '{', "a row was expected");
    if (lines && isLast()) {
      state = State.AFTER;
      return false;
    }
    int end;
    while ((end = row.parse(window.bytes(), window.start(), window.limit())) < 0) {
      refill();
    }
    window.startAt(end);
    return true;
  }

  private boolean isLast() throws IOException {
    while (window.limit() - window.start() < LAST.length) {
      refill();
    }
    int start = window.start();
    return Arrays.equals(window.bytes(), start, start + LAST.length, LAST, 0, LAST.length);
  }

  private void nextMember() throws IOException {
    byte b = peek();
    if (!opened) {
      require(b == '{', "an object was expected");
      opened = true;
      window.startAt(window.start() + 1);
    } else if (b == '}') {
      window.startAt(window.start() + 1);
      end();
    } else if (b == ',') {
      window.startAt(window.start() + 1);
    } else if (b == '{') {
      // CouchDB appends its error to what it has sent already.
      opened = false;
    } else {
      require(b == '"', "a name was expected");
      while (!member()) {
        refill();
      }
    }
  }

  /**
   * Reads a name and its value, up to the bracket for {@code results}; false if not all is here.
   */
  private boolean member() throws IOException {
    byte[] b = window.bytes();
    int limit = window.limit();
    int key = window.start() + 1;
    int keyEnd = Bytes.stringEnd(b, key, limit);
    int value = keyEnd < 0 ? -1 : Json.afterColon(b, keyEnd + 1, limit);
    if (value < 0) {
      return false;
    }
    if (b[value] == '[' && Bytes.same(b, key, keyEnd, array)) {
      state = State.ROWS;
      hadResults = true;
      window.startAt(value + 1);
      return true;
    }
    int end = Bytes.valueEnd(b, value, limit, containers);
    if (end < 0) {
      return false;
    }
    note(b, key, keyEnd, value, end);
    window.startAt(end);
    return true;
  }

  private void note(byte[] b, int key, int keyEnd, int value, int end) {
    if (Bytes.same(b, key, keyEnd, "last_seq")) {
      lastSeq = Json.seq(b, value, end);
    } else if (Bytes.same(b, key, keyEnd, "pending") && b[value] >= '0' && b[value] <= '9') {
      pending = (long) Double.parseDouble(Json.text(b, value, end));
    } else if (Bytes.same(b, key, keyEnd, "error")) {
      error = Json.text(b, value, end);
    } else if (Bytes.same(b, key, keyEnd, "reason")) {
      reason = Json.text(b, value, end);
    }
  }

  private void end() throws IOException {
    if (!error.isEmpty()) {
      throw new ServerErrorException(error, reason);
    }
    require(hadResults, "no " + array + " came");
    require(!over, "more came after the end of the answer");
    if (lines) {
      state = State.ENDED;
      return;
    }
    long end = window.consumed();
    while (!skipSpace()) {
      if (!window.more()) {
        state = State.ENDED;
        return;
      }
      require(
          window.consumed() - end < LONGEST_SILENCE,
          "white space came after the answer, without end");
    }
    over = true;
    require(window.bytes()[window.start()] == '{', "more came after the end of the answer");
    // CouchDB appends its error to what is whole, too.
    opened = false;
  }

  /** The next byte that is not white space. */
  private byte peek() throws IOException {
    long before = window.consumed();
    while (!skipSpace()) {
      refill();
      boolean ends = window.isLive() || window.consumed() - before < LONGEST_SILENCE;
      require(ends, "only white space came");
    }
    return window.bytes()[window.start()];
  }

  private boolean skipSpace() {
    window.startAt(Bytes.skipSpace(window.bytes(), window.start(), window.limit()));
    return window.start() < window.limit();
  }

  private void refill() throws IOException {
    if (!window.more()) {
      throw new TruncatedException("the answer ended before its content did" + window.position());
    }
  }

  private void require(boolean holds, String what) throws IOException {
    if (!holds) {
      throw new MalformedJsonException(
          "not the answer that was asked for: " + what + window.position());
    }
  }
}
