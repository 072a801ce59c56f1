package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.plan.StepHandlers;

/** Carries out steps that move a CHT: to another topology, to another host, from 3.x. */
public final class MoveSteps {
  private MoveSteps() {}

  /** Returns the handlers of these steps. */
  public static StepHandlers handlers(Engine platform) {
    LegacySteps legacy = new LegacySteps(platform);
    ShardSteps shards = new ShardSteps(platform);
    VolumeSteps volumes = new VolumeSteps(platform);
    return StepHandlers.builder()
        .add(
            ChangeTopology.class,
            StepWork.handler(
                (step, marks, context) -> new TopologyChange(platform, step, marks, context).run(),
                (step, marks, context) ->
                    new TopologyChange(platform, step, marks, context).back()))
        .add(SpreadShards.class, StepWork.handler(shards::spread, shards::spreadBack))
        .add(GatherShards.class, StepWork.handler(shards::gather, shards::gatherBack))
        .add(MakeContainers.class, StepWork.handler(volumes::make, volumes::removeAgain))
        .add(FillVolumes.class, StepWork.handler(volumes::fill))
        .add(StopLegacy.class, StepWork.handler(legacy::stop, legacy::startAgain))
        .add(CopyData.class, StepWork.handler(legacy::copy, legacy::takeBack))
        .build();
  }
}
