package io.github.chthosting.compose.internal.files;

import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Reads a whole repository against its checksums. */
@StepName("check-repository")
public record CheckRepository(FileRepository repository) implements Step {
  @Override
  public String describe() {
    return "check all of the " + repository;
  }
}
