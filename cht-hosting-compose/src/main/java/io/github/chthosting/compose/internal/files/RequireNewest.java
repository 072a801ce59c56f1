package io.github.chthosting.compose.internal.files;

import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Makes sure that nobody has made a newer copy meanwhile. */
@StepName("require-newest")
public record RequireNewest(FileRepository repository, String project, String name)
    implements Step {
  @Override
  public String describe() {
    return "make sure that no copy of %s is newer than %s".formatted(project, name);
  }
}
