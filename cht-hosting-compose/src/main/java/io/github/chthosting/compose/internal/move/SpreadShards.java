package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.util.List;

/**
 * Spreads the shards of one CouchDB node over others, while the CHT is in use.
 *
 * @param layout of the installation
 * @param node that has, or will have, all data
 * @param others the other nodes
 * @param deletingFiles whether the file of a shard goes once its documents are proven to be
 *     elsewhere
 */
@StepName("spread-shards")
public record SpreadShards(Layout layout, String node, List<String> others, boolean deletingFiles)
    implements Step {
  public SpreadShards {
    others = List.copyOf(others);
  }

  @Override
  public String describe() {
    return "spread the shards on %s over %s%s"
        .formatted(
            node,
            String.join(", ", others),
            deletingFiles ? ", and delete the files of those that have moved" : "");
  }
}
