package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Removes a folder with CouchDB's data, and all that is in it. */
@StepName("remove-data")
public record RemoveData(Layout layout, Path path) implements Step {
  @Override
  public String describe() {
    return "remove the data folder " + path + " and all that is in it";
  }
}
