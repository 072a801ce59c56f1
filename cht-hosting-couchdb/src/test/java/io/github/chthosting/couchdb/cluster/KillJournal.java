package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The journal of one run, also as its lines while another process holds it. */
record KillJournal(Path folder) {
  private static final Pattern PHASE = Pattern.compile("\"phase\"[^}]*?\"value\":\"([a-z ]+)\"");

  /** Writes the plan down and stops before its first step does anything. */
  void begin(Plan plan, StepHandlers handlers) {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      try {
        plan.carriedOutBy(handlers.around(handler -> new Nothing())).apply(journal).await();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("begun");
      }
      assertThat(journal.unfinished()).isPresent();
    }
  }

  /** Does not begin. */
  private record Nothing() implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) {
      throw new IllegalStateException("begun");
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) {
      throw new IllegalStateException("begun");
    }
  }

  /** The number of lines of the last plan. */
  long lines() {
    return current().chars().filter(c -> c == '\n').count();
  }

  private String current() {
    try {
      String text = Files.readString(folder.resolve("journal").resolve("journal.jsonl"));
      return text.substring(text.lastIndexOf("\"what\":\"plan\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String phase() {
    String phase = "begun";
    Matcher matcher = PHASE.matcher(current());
    while (matcher.find()) {
      phase = matcher.group(1);
    }
    return phase;
  }

  /** Tells whether the last plan was taken back; it must be over. */
  boolean rolledBack() {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      assertThat(journal.unfinished()).isEmpty();
    }
    return current().contains("rolled-back");
  }

  String log() {
    try {
      return Files.readString(folder.resolve("process.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
