package io.github.chthosting.compose.internal.password;

import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.plan.StepHandlers;

/** Carries out changes and recoveries of the administrator's password. */
public final class PasswordSteps {
  private PasswordSteps() {}

  /** Returns the handlers of these steps. */
  public static StepHandlers handlers(Engine platform) {
    return StepHandlers.builder()
        .add(
            ChangePassword.class,
            StepWork.handler(
                (step, marks, context) -> new Change(platform, step).apply(context),
                (step, marks, context) -> new Change(platform, step).rollBack(context)))
        .add(
            RecoverPassword.class,
            StepWork.handler(
                (step, marks, context) -> new Recovery(platform, step).apply(marks),
                (step, marks, context) -> new Recovery(platform, step).rollBack(marks)))
        .build();
  }
}
