package io.github.chthosting.compose.internal.files;

import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.Retention;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Forgets the copies of an installation that are not to be kept. */
@StepName("forget-copies")
public record ForgetCopies(FileRepository repository, String project, Retention retention)
    implements Step {
  @Override
  public String describe() {
    return "forget copies of %s, but keep %d days, %d weeks and %d months"
        .formatted(project, retention.daily(), retention.weekly(), retention.monthly());
  }
}
