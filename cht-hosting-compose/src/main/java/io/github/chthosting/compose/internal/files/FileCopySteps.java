package io.github.chthosting.compose.internal.files;

import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.plan.StepHandlers;

/** Carries out steps that copy files, and bring copies back. */
public final class FileCopySteps {
  private FileCopySteps() {}

  /** Returns the handlers of all these steps. */
  public static StepHandlers handlers(Engine platform) {
    CopySteps copying = new CopySteps(platform);
    return StepHandlers.builder()
        .add(MakeRepository.class, StepWork.handler(CopySteps::makeRepository))
        .add(CopyFiles.class, StepWork.handler(copying::copy, CopySteps::removeStage))
        .add(ForgetCopies.class, StepWork.handler(CopySteps::forget))
        .add(RequireNewest.class, StepWork.handler(CopySteps::requireNewest))
        .addAll(restoring())
        .build();
  }

  /** Returns the handlers of those that need no engine. */
  public static StepHandlers restoring() {
    return StepHandlers.builder()
        .add(CheckRepository.class, StepWork.handler(RestoreSteps::check))
        .add(
            RestoreFiles.class,
            StepWork.handler(RestoreSteps::restore, RestoreSteps::removeRestored))
        .add(CheckNodes.class, StepWork.handler(RestoreSteps::checkNodes))
        .add(VerifyFiles.class, StepWork.handler(RestoreSteps::verify))
        .add(
            PlaceFiles.class, StepWork.handler(RestoreSteps::place, RestoreSteps::refuseToTakeBack))
        .add(RemoveScratch.class, StepWork.handler(RestoreSteps::removeScratch))
        .build();
  }
}
