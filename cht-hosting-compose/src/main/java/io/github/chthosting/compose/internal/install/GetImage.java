package io.github.chthosting.compose.internal.install;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Brings an image to the engine.
 *
 * @param image as the compose files name it
 * @param from where it is pulled; the same unless there is a mirror
 * @param policy when it is pulled
 */
@StepName("get-image")
public record GetImage(String image, String from, PullPolicy policy) implements Step {
  /** An image of its own registry, pulled unless it is there. */
  public static GetImage of(String image) {
    return new GetImage(image, image, PullPolicy.MISSING);
  }

  @Override
  public String describe() {
    String origin = from.equals(image) ? "" : " from " + from;
    return switch (policy) {
      case MISSING -> "pull the image " + image + origin + ", unless it is there";
      case ALWAYS -> "pull the image " + image + origin + " again";
      case NEVER -> "require the image " + image + ", which the archives should hold";
    };
  }
}
