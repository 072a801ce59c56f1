package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Removes a folder, if nothing is in it that is not ours. */
@StepName("remove-folder")
public record RemoveFolder(Path path) implements Step {
  @Override
  public String describe() {
    return "remove the folder " + path + ", if it is empty";
  }
}
