package io.github.chthosting.compose.internal.password;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/**
 * Gives CouchDB the password that {@code .env} has.
 *
 * @param layout of the installation
 * @param user the administrator
 * @param own the folder with CouchDB's file from before while this is under way
 */
@StepName("recover-password")
public record RecoverPassword(Layout layout, String user, Path own) implements Step {
  @Override
  public String describe() {
    return "give CouchDB of %s the password of %s that .env has".formatted(layout.project(), user);
  }
}
