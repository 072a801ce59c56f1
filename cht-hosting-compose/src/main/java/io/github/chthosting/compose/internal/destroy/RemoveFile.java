package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Removes a file. */
@StepName("remove-file")
public record RemoveFile(Path path) implements Step {
  @Override
  public String describe() {
    return "remove the file " + path;
  }
}
