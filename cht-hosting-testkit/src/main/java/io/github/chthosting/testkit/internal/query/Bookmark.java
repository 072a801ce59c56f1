package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.document.Answer;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The number of results that were given before. */
final class Bookmark {
  private static final String MARK = "find:";

  private Bookmark() {}

  static String of(long given) {
    byte[] text = (MARK + given).getBytes(StandardCharsets.UTF_8);
    return "g1" + Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  static long parse(String bookmark) {
    if (bookmark.isEmpty()) {
      return 0;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(bookmark.substring(2));
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (bookmark.startsWith("g1") && text.startsWith(MARK)) {
        return Long.parseLong(text.substring(MARK.length()));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw invalid(bookmark);
    }
    throw invalid(bookmark);
  }

  private static ApiException invalid(String bookmark) {
    String json = JsonText.string(Answer.object().stringNode(bookmark));
    return FindQuery.bad("invalid_bookmark", "Invalid bookmark value: " + json);
  }
}
