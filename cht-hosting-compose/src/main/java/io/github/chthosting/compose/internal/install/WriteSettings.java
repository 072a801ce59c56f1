package io.github.chthosting.compose.internal.install;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.util.List;

/**
 * Changes an {@code .env}: settings get new values, secrets that are missing are made.
 *
 * @param path of the {@code .env}
 * @param set in the order in which they are written; no secrets
 * @param secrets names of those to make
 */
@StepName("write-settings")
public record WriteSettings(Path path, List<Setting> set, List<String> secrets) implements Step {
  public WriteSettings {
    set = List.copyOf(set);
    secrets = List.copyOf(secrets);
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder("write %d settings".formatted(set.size()));
    text.append(secrets.isEmpty() ? "" : ", and " + secrets.size() + " new secrets,");
    text.append(" to ").append(path);
    set.forEach(each -> text.append('\n').append(each.name()).append('=').append(each.value()));
    secrets.forEach(name -> text.append('\n').append(name).append(", made when this is done"));
    return text.toString();
  }
}
