package io.github.chthosting.couchdb.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ResultsReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROW =
      "{\"seq\":null,\"id\":\"a\",\"changes\":[{\"rev\":\"1-x\"}],\"doc\":{\"_id\":\"a\",\"_rev\":\"1-x\"}}";

  private static ResultsReader reader(String answer, ChangesRow row, int window) {
    InputStream in = new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8));
    return new ResultsReader(
        new ByteWindow(in, new byte[window], 1 << 20, Duration.ofMinutes(1)), row);
  }

  private static List<String> ids(String answer) throws IOException {
    ChangesRow row = new ChangesRow();
    ResultsReader reader = reader(answer, row, 64);
    List<String> ids = new ArrayList<>();
    while (reader.next()) {
      ids.add(Json.unescape(row.bytes(), row.idStart(), row.idEnd()));
    }
    return ids;
  }

  /** Any feed, in any layout, through a window of any size: no row is lost, no document changed. */
  @Property(tries = 300)
  void everyLayoutGivesEveryRow(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int rows, @ForAll boolean pretty)
      throws IOException {
    Random random = new Random(seed);
    ObjectNode feed = JSON.createObjectNode();
    if (random.nextBoolean()) {
      feed.put("pending", 0);
    }
    ArrayNode results = feed.putArray("results");
    for (int i = 0; i < rows; i++) {
      results.add(row(random));
    }
    feed.put("last_seq", "9-x");
    String text =
        pretty
            ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(feed)
            : JSON.writeValueAsString(feed);

    ChangesRow row = new ChangesRow();
    ResultsReader reader = reader(text, row, 9 + random.nextInt(200));
    for (JsonNode expected : results) {
      assertThat(reader.next()).isTrue();
      assertThat(Json.unescape(row.bytes(), row.idStart(), row.idEnd()))
          .isEqualTo(expected.get("id").asString(""));
      assertThat(row.leaves().count()).isEqualTo(expected.get("changes").size());
      assertThat(row.deleted()).isEqualTo(expected.path("deleted").asBoolean(false));
      JsonNode doc = JSON.readTree(row.bytes(), row.docStart(), row.docEnd() - row.docStart());
      assertThat(doc).isEqualTo(expected.get("doc"));
      if (expected.get("doc").has("_attachments")) {
        assertThat(row.mayHaveAttachments()).isTrue();
      }
    }
    assertThat(reader.next()).isFalse();
    assertThat(reader.lastSeq()).contains("9-x");
  }

  private static ObjectNode row(Random random) {
    ObjectNode row = JSON.createObjectNode();
    String id = text(random) + "x";
    if (random.nextBoolean()) {
      row.put("id", id);
      row.putNull("seq");
    } else {
      row.put("seq", "5-" + text(random));
      row.put("id", id);
    }
    ArrayNode changes = row.putArray("changes");
    for (int i = 0; i <= random.nextInt(3); i++) {
      changes.addObject().put("rev", "1-" + i);
    }
    if (random.nextBoolean()) {
      row.put("deleted", true);
    }
    row.set("doc", value(random, 0).put("_id", id));
    return row;
  }

  private static ObjectNode value(Random random, int depth) {
    ObjectNode object = JSON.createObjectNode();
    for (int i = 0; i < random.nextInt(5); i++) {
      String name = text(random) + i;
      switch (random.nextInt(depth > 3 ? 3 : 5)) {
        case 0 -> object.put(name, text(random));
        case 1 -> object.put(name, random.nextInt());
        case 2 -> object.put(random.nextInt(4) == 0 ? "_attachments" : name, random.nextBoolean());
        case 3 -> object.set(name, value(random, depth + 1));
        default -> object.putArray(name).add(text(random)).add(value(random, depth + 1));
      }
    }
    return object;
  }

  private static String text(Random random) {
    String[] pieces = {"\"", "\\", "{", "}", "[", "]", ",", "\n", "é", "😀", "_", "a", "word "};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  @Test
  void twoRowsInOneLineAreTwo() throws IOException {
    String second = ROW.replace("\"a\"", "\"b\"");
    assertThat(ids("{\"results\":[" + ROW + "," + second + "],\"last_seq\":1}"))
        .containsExactly("a", "b");
  }

  @Property(tries = 200)
  void aCutAnswerIsNeverTakenForAWhole(@ForAll @IntRange(min = 0, max = 200) int bytes) {
    String answer = "{\"results\":[\n" + ROW + "\n],\n\"last_seq\":\"1-x\",\"pending\":0}";
    String cut = answer.substring(0, Math.min(bytes, answer.length() - 1));

    assertThatThrownBy(() -> ids(cut)).isInstanceOf(TruncatedException.class);
  }

  /** CouchDB sends the last line breaks of a feed in pieces of their own. */
  @Property(tries = 200)
  void whiteSpaceAfterTheAnswerMayComeByItself(
      @ForAll @IntRange(min = 1, max = 30) int piece, @ForAll boolean live) throws IOException {
    String answer = "{\"results\":[\n" + ROW + "\n],\n\"last_seq\":\"1-x\",\"pending\":0}\n\n";
    InputStream in =
        new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(piece, length));
          }
        };
    ByteWindow window =
        live
            ? ByteWindow.live(in, 1 << 20)
            : new ByteWindow(in, new byte[16], 1 << 20, Duration.ofMinutes(1));
    ResultsReader reader = new ResultsReader(window, new ChangesRow());

    assertThat(reader.next()).isTrue();
    assertThat(reader.next()).isFalse();
    assertThat(reader.lastSeq()).contains("1-x");
  }

  @Test
  void anErrorInTheBodyIsToldAsTheServerTellsIt() {
    assertThatThrownBy(() -> ids("{\"error\":\"timeout\",\"reason\":\"no answer\"}"))
        .isInstanceOf(ServerErrorException.class)
        .hasMessage("timeout - no answer");
    assertThatThrownBy(
            () -> ids("{\"results\":[\n" + ROW + "\n\n{\"error\":\"x\",\"reason\":\"y\"}\n"))
        .isInstanceOf(ServerErrorException.class)
        .hasMessage("x - y");
    assertThatThrownBy(
            () -> ids("{\"results\":[\n" + ROW + "\n]\n{\"error\":\"x\",\"reason\":\"y\"}\n"))
        .isInstanceOf(ServerErrorException.class)
        .hasMessage("x - y");
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    for (String garbage :
        List.of(
            "<html>",
            "[]",
            "{}",
            "{\"results\":[1]}",
            "{\"results\":[{}]}",
            "{\"results\":[" + ROW + "],\"last_seq\":1}x",
            "{\"results\":[{\"id\":\"a\",\"seq\":1,\"changes\":[{\"r\":\"1-x\"}]}]}")) {
      assertThatThrownBy(() -> ids(garbage)).as(garbage).isInstanceOf(MalformedJsonException.class);
    }
  }

  @Test
  void whiteSpaceWithoutEndIsGivenUp() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '\n';
          }
        };
    ResultsReader reader =
        new ResultsReader(
            new ByteWindow(endless, 1 << 16, Duration.ofMinutes(1)), new ChangesRow());

    assertThatThrownBy(reader::next)
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("only white space");
  }
}
