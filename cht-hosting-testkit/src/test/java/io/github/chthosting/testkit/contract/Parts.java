package io.github.chthosting.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A multipart body, cut at its boundary; parts are texts of one char a byte. */
public final class Parts {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");

  private final String type;
  private final List<String> parts = new ArrayList<>();

  private Parts(String type, String body) {
    this.type = type;
    Matcher boundary = BOUNDARY.matcher(type);
    assertThat(boundary.find()).as("a boundary in the content type %s", type).isTrue();
    String[] cut = ("\r\n" + body).split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
    for (int i = 1; i < cut.length - 1; i++) {
      parts.add(cut[i].substring(cut[i].indexOf("\r\n") + 2));
    }
    assertThat(cut[cut.length - 1]).as("the end of %s", body).startsWith("--");
  }

  public static Parts of(Answer answer) {
    return new Parts(
        answer.header("Content-Type"), new String(answer.bytes(), StandardCharsets.ISO_8859_1));
  }

  /** The part's body, as multipart itself. */
  public Parts nested(int part) {
    return new Parts(header(part, "content-type"), bodies().get(part));
  }

  public String type() {
    return type;
  }

  /** The parts without their headers. */
  public List<String> bodies() {
    return parts.stream()
        .map(
            part ->
                part.startsWith("\r\n")
                    ? part.substring(2)
                    : part.substring(part.indexOf("\r\n\r\n") + 4))
        .toList();
  }

  /** A header of a part, by its name in lower case; empty if the part has none such. */
  public String header(int part, String name) {
    return parts
        .get(part)
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).trim())
        .findFirst()
        .orElse("");
  }

  /** Asserts that a part is JSON of this {@link Shape}. */
  public void json(int part, String shape) {
    String body = bodies().get(part);
    assertThat(Shape.of(shape).differences(Shape.parse(body, body)))
        .as("part %s: %s", part, body)
        .isEmpty();
  }
}
