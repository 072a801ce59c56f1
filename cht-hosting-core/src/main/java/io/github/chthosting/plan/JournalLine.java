package io.github.chthosting.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of a journal, as JSON.
 *
 * @param what {@code plan}, {@code begun}, {@code mark}, {@code done}, {@code rolled-back} or
 *     {@code ended}
 * @param step the step's number from 0; -1 where none is meant
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JournalLine(
    String what,
    int step,
    @Nullable String name,
    @Nullable String value,
    @Nullable StoredPlan plan) {

  static JournalLine plan(StoredPlan plan) {
    return new JournalLine("plan", -1, null, null, plan);
  }

  static JournalLine begun(int step) {
    return new JournalLine("begun", step, null, null, null);
  }

  static JournalLine mark(int step, String name, String value) {
    return new JournalLine("mark", step, name, value, null);
  }

  static JournalLine done(int step) {
    return new JournalLine("done", step, null, null, null);
  }

  static JournalLine rolledBack(int step) {
    return new JournalLine("rolled-back", step, null, null, null);
  }

  static JournalLine ended() {
    return new JournalLine("ended", -1, null, null, null);
  }
}
