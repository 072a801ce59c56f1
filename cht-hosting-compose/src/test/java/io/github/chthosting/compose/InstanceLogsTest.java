package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogLine;
import io.github.chthosting.platform.LogQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The logs of an instance, collected or followed. */
class InstanceLogsTest extends RunPlansCase {
  @Test
  void logsInTheOrderOfTime() throws IOException {
    clinic();
    engine.answering(
        "logs --timestamps --tail 5 clinic-api-1",
        "2026-11-22T12:00:01Z first",
        "2026-11-22T12:00:04Z fourth");
    engine.answering(
        "logs --timestamps --tail 5 clinic-nginx-1",
        "2026-11-22T12:00:02Z second DOWN",
        "a line of the command",
        "2026-11-22T12:00:05Z");
    List<String> seen = new ArrayList<>();
    LogQuery query = LogQuery.all().services("api", "nginx").tail(5);
    try (LogFeed feed = instance().logs(query)) {
      feed.forEachRemaining(line -> seen.add(line.service() + " " + line.text()));
    }
    assertThat(seen)
        .containsExactly(
            "api first",
            "nginx second DOWN",
            "nginx a line of the command",
            "api fourth",
            "nginx ");
    List<LogLine> matching = new ArrayList<>();
    try (LogFeed feed = instance().logs(query.matching(Pattern.compile("DO[A-Z]N")))) {
      feed.forEachRemaining(matching::add);
    }
    assertThat(matching).singleElement().hasToString("2026-11-22T12:00:02Z nginx | second DOWN");
  }

  @Test
  void whatFollowsIsNotCollected() throws IOException {
    clinic();
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      many.add("2026-11-22T12:00:01Z line " + i);
    }
    engine.answering("logs --timestamps --follow clinic-api-1", many.toArray(String[]::new));
    int count = 0;
    try (LogFeed feed = instance().logs(LogQuery.all().services("api").following())) {
      while (feed.hasNext()) {
        assertThat(feed.next().text()).isEqualTo("line " + count);
        count++;
      }
    }
    assertThat(count).isEqualTo(10_000);
    LogFeed closed = instance().logs(LogQuery.all().services("api").following());
    closed.next();
    closed.close();
    assertThat(closed.hasNext()).isFalse();
  }
}
