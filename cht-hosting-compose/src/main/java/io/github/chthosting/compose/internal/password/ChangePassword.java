package io.github.chthosting.compose.internal.password;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/**
 * Gives CouchDB's nodes, {@code .env} and all services another password of the administrator.
 *
 * @param layout of the installation
 * @param user the administrator
 * @param from a file with the new password; empty if it is to be made
 * @param own the folder with both passwords while this is under way
 */
@StepName("change-password")
public record ChangePassword(Layout layout, String user, String from, Path own) implements Step {
  @Override
  public String describe() {
    return "change the password of %s in CouchDB, .env and all services of %s"
        .formatted(user, layout.project());
  }
}
