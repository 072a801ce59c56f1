package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.util.Set;

/** One CouchDB node becomes the first of a cluster, or the other way round. */
public final class TopologySteps implements Capability {
  public static final String CHANGE = "change-topology";

  private final ComposePlatform platform;

  public TopologySteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(CHANGE);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    new TopologyChange(platform, step, marks, context).run();
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    new TopologyChange(platform, step, marks, context).back();
  }
}
