package io.github.chthosting.compose.internal.files;

import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Makes a repository for copies, unless it is there. */
@StepName("make-repository")
public record MakeRepository(FileRepository repository) implements Step {
  @Override
  public String describe() {
    return "make the " + repository + ", unless it is there";
  }
}
